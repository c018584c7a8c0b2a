//! Operations by the ids of the OpenAPI document, and the members of what they show.

use conformance_harness::exchange::Response;

/// The rule that says what an operation shows of a resource.
const RULES: [(&str, &str); 46] = [
    ("createIndividualUser", "USER-1"),
    ("listIndividualUsers", "USER-1"),
    ("getIndividualUser", "USER-1"),
    ("createBusinessUser", "USER-2"),
    ("listBusinessUsers", "USER-2"),
    ("getBusinessUser", "USER-2"),
    ("createBusinessUserSingular", "USER-2"),
    ("listBusinessUsersSingular", "USER-2"),
    ("getBusinessUserSingular", "USER-2"),
    ("openKycSession", "KYC-1"),
    ("listKycSessions", "KYC-1"),
    ("getKycSession", "KYC-1"),
    ("openKybSession", "KYB-1"),
    ("listKybSessions", "KYB-1"),
    ("getKybSession", "KYB-1"),
    ("uploadKybDocument", "KYB-2"),
    ("listKybDocuments", "KYB-2"),
    ("getKybDocument", "KYB-2"),
    ("listActivities", "USER-5"),
    ("createCryptoAddress", "PIN-4"),
    ("openAccount", "ACC-1"),
    ("listAccounts", "ACC-1"),
    ("getAccount", "ACC-1"),
    ("renameAccount", "ACC-6"),
    ("createTransfer", "TRF-1"),
    ("getTransfer", "TRF-6"),
    ("createBankPayout", "OUT-1"),
    ("createCryptoPayout", "OUT-2"),
    ("getBankPayout", "OUT-5"),
    ("getCryptoPayout", "OUT-5"),
    ("createCardPayin", "PIN-3"),
    ("getBankPayin", "PIN-2"),
    ("getCryptoPayin", "PIN-2"),
    ("getCardPayin", "PIN-2"),
    ("listOrders", "ORD-1"),
    ("getOrder", "ORD-1"),
    ("listAccountOrders", "ORD-1"),
    ("listLedger", "LED-3"),
    ("getAccountLedgerEntry", "LED-3"),
    ("getLedgerEntry", "LED-3"),
    ("askForViban", "VIB-1"),
    ("listVibans", "VIB-1"),
    ("getViban", "VIB-1"),
    ("getMerchantUser", "MER-1"),
    ("listMerchantAccounts", "MER-1"),
    ("getMerchantAccount", "MER-1"),
];

/// The rule that says what an operation shows; none if no rule says more than its scenario.
#[must_use]
pub fn shown_by_rule(operation: &str) -> Option<&'static str> {
    RULES.iter().find(|(id, _)| *id == operation).map(|(_, rule)| *rule)
}

/// The rule that says which items a list has, and on which pages; none if that is the rule of what the operation shows.
#[must_use]
pub fn listed_by_rule(operation: &str) -> Option<&'static str> {
    ["listOrders", "listAccountOrders"].contains(&operation).then_some("ORD-3")
}

/// Members whose values change while their resource lives, without a request that writes them.
pub const CHANGING: [&str; 21] = [
    "state",
    "balance",
    "pendingIn",
    "pendingOut",
    "kycLevel",
    "kybLevel",
    "updatedAt",
    "updated_at",
    "refused_reasons",
    "canCancel",
    "isOTPRequired",
    "documents",
    "reviewState",
    "rejectionReason",
    "reviewedAt",
    "reviewedBy",
    "data",
    "fee",
    "destination",
    "card",
    "expiresAt",
];

/// Members that are null until their resource is ready.
pub const FILLED_LATER: [&str; 7] = [
    "accountHolder",
    "accountNumber",
    "bankName",
    "bic",
    "routingNumber",
    "payinMethodId",
    "provider",
];

/// Members that two operations show of one resource from different sides.
pub const FROM_A_SIDE: [&str; 2] = ["amount", "displayType"];

/// Times that lie after the time at which their resource was made.
pub const LATER_TIMES: [&str; 7] = [
    "updatedAt",
    "settledAt",
    "failedAt",
    "reviewedAt",
    "cancelRequestedAt",
    "canceledAt",
    "validatedAt",
];

/// The kinds of things that have an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A person or a company.
    User,
    /// An account of a user or of the merchant.
    Account,
    /// A payin, transfer or payout.
    Order,
    /// A person's verification.
    KycSession,
    /// A company's verification.
    KybSession,
    /// A virtual IBAN.
    Viban,
}

impl ResourceKind {
    /// The words for one of them.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "a user",
            Self::Account => "an account",
            Self::Order => "an order",
            Self::KycSession => "a KYC session",
            Self::KybSession => "a KYB session",
            Self::Viban => "a virtual IBAN",
        }
    }
}

/// Members that hold the id of something, and its kind.
pub const REFERENCES: [(&str, ResourceKind); 11] = [
    ("userId", ResourceKind::User),
    ("creditedUserId", ResourceKind::User),
    ("debitedUserId", ResourceKind::User),
    ("accountId", ResourceKind::Account),
    ("creditedAccountId", ResourceKind::Account),
    ("debitedAccountId", ResourceKind::Account),
    ("orderId", ResourceKind::Order),
    ("sessionId", ResourceKind::KycSession),
    ("session_id", ResourceKind::KycSession),
    ("kybSessionId", ResourceKind::KybSession),
    ("vibanId", ResourceKind::Viban),
];

/// Members that stand side by side: the id of something, and the id of its owner.
pub const OWNED: [(&str, &str); 7] = [
    ("accountId", "userId"),
    ("creditedAccountId", "creditedUserId"),
    ("debitedAccountId", "debitedUserId"),
    ("sessionId", "userId"),
    ("session_id", "userId"),
    ("kybSessionId", "userId"),
    ("vibanId", "accountId"),
];

/// Operations that make something, and its kind.
const MAKING: [(&str, ResourceKind); 11] = [
    ("createIndividualUser", ResourceKind::User),
    ("createBusinessUser", ResourceKind::User),
    ("createBusinessUserSingular", ResourceKind::User),
    ("openAccount", ResourceKind::Account),
    ("createTransfer", ResourceKind::Order),
    ("createBankPayout", ResourceKind::Order),
    ("createCryptoPayout", ResourceKind::Order),
    ("createCardPayin", ResourceKind::Order),
    ("openKycSession", ResourceKind::KycSession),
    ("openKybSession", ResourceKind::KybSession),
    ("askForViban", ResourceKind::Viban),
];

/// The kind of thing that an operation makes; none if it makes nothing.
#[must_use]
pub fn made_by(operation: &str) -> Option<ResourceKind> {
    MAKING.iter().find(|(name, _)| *name == operation).map(|(_, kind)| *kind)
}

/// Members that a request writes and only the details show.
pub const WRITTEN: [&str; 2] = ["recipient", "payer"];

/// Places in an event's data that repeat a part of its resource: the member of the resource, and the place in it.
pub const EVENT_MEMBERS: [(&str, &str, &str); 19] = [
    ("/ownReference", "reference", ""),
    ("/source/txHash", "sender", "/txHash"),
    ("/source/accountNumber", "sender", "/accountNumber"),
    ("/source/debitedAccountId", "sender", "/accountId"),
    ("/source/bankConceptTransfer", "bankConceptTransfer", ""),
    ("/source/payer/email", "payer", "/email"),
    ("/source/payer/phone", "payer", "/phone"),
    ("/source/cardBin", "card", "/cardBin"),
    ("/destination/creditedAccountId", "recipient", "/accountId"),
    ("/destination/accountNumber", "recipient", "/iban"),
    ("/destination/bankName", "recipient", "/bankName"),
    ("/destination/beneficiary/name", "recipient", "/accountHolder"),
    ("/destination/network", "recipient", "/network"),
    ("/destination/address", "recipient", "/address"),
    ("/accountId", "accountId", ""),
    ("/rail", "rail", ""),
    ("/iban", "accountNumber", ""),
    ("/bic", "bic", ""),
    ("/routingNumber", "routingNumber", ""),
];

/// Members whose values no two resources share.
pub const UNIQUE: [&str; 4] = ["quoteId", "hostedUrl", "paymentUrl", "url"];

/// Members whose values no two resources share, by this project's decision.
pub const UNIQUE_AS_DECIDED: [&str; 2] = ["bankWireRef", "txHash"];

/// The end of the name of an event about a creation.
pub const CREATED: &str = "created";

/// Times in the future.
pub const FUTURE_TIMES: [&str; 2] = ["expiresAt", "validUntil"];

/// Times at which something in a message happened, besides those of resources.
pub const OTHER_TIMES: [&str; 3] = ["timestamp", "created_at", "updated_at"];

/// The header of an answer that is repeated to a request with a known idempotency key.
pub const REPLAYED: &str = "idempotent-replayed";

/// True if an answer says that it was given before, to a request with the same idempotency key.
#[must_use]
pub fn is_repeated(answer: &Response) -> bool {
    answer.header(REPLAYED).is_some()
}

/// The members of an event about money: its two ends, which do not change on the way.
pub const ENDS: [&str; 2] = ["source", "destination"];

/// Times of the last change of something: nothing changes it afterwards, by this project's decision.
pub const LAST_CHANGES: [&str; 5] =
    ["settledAt", "failedAt", "canceledAt", "validatedAt", "reviewedAt"];

/// The time at which an order was settled.
pub const SETTLED_AT: &str = "settledAt";

/// The end of something's life.
pub const EXPIRES_AT: &str = "expiresAt";

/// The spellings of the time at which something was made.
pub const MADE_TIMES: [&str; 2] = ["createdAt", "created_at"];
/// The spellings of the time at which something was changed last.
pub const CHANGE_TIMES: [&str; 2] = ["updatedAt", "updated_at"];

/// The seconds from the creation of a KYC session to its end: seven days.
pub const SESSION_LIFE: i64 = 7 * 24 * 3_600;

/// The member of the event about a related party that shows its session.
pub const PARTY_SESSION: &str = "kycSession";

/// The operation that sends a code, and the seconds for which the code lives, by this project's decision.
pub const CODE_LIFE: (&str, i64) = ("sendOtp", 300);

/// The time of what an event tells: its type, the member of its data that names the thing, the state of the thing by then (if its
/// time is that of its last change), and the member of the thing that has the time.
pub const TOLD_TIMES: [(&str, &str, Option<&str>, &str); 8] = [
    ("payin.completed", "orderId", None, "settledAt"),
    ("payout.completed", "orderId", None, "settledAt"),
    ("transfer.completed", "orderId", None, "settledAt"),
    ("payin.failed", "orderId", None, "failedAt"),
    ("kyc.session_verified", "sessionId", Some("VERIFIED"), "updatedAt"),
    ("kyc.session_failed", "sessionId", Some("REJECTED"), "updatedAt"),
    ("kyc.session_expired", "sessionId", Some("EXPIRED"), "updatedAt"),
    ("viban.deactivated", "vibanId", Some("INACTIVE"), "updatedAt"),
];

/// The lists of a whole merchant, of a user or of an account, by the operation that shows them or a part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WholeList {
    /// The merchant's own accounts.
    OwnAccounts,
    /// Users of either kind.
    Users,
    /// The merchant's orders.
    Orders,
    /// The accounts of a user.
    Accounts,
    /// The KYC sessions of a user.
    KycSessions,
    /// The orders of an account.
    AccountOrders,
    /// The ledger of an account.
    Ledger,
    /// The virtual IBANs of an account.
    Vibans,
}

/// Operations that show a list or a part of it.
pub const LISTING: [(&str, WholeList); 9] = [
    ("listMerchantAccounts", WholeList::OwnAccounts),
    ("listIndividualUsers", WholeList::Users),
    ("listBusinessUsers", WholeList::Users),
    ("listOrders", WholeList::Orders),
    ("listAccounts", WholeList::Accounts),
    ("listKycSessions", WholeList::KycSessions),
    ("listAccountOrders", WholeList::AccountOrders),
    ("listLedger", WholeList::Ledger),
    ("listVibans", WholeList::Vibans),
];

/// The members of a refusal that name its kind, whatever the request was.
pub const KINDS_OF_REFUSAL: [&str; 3] = ["code", "type", "title"];

/// The members of a refusal that say why, in words or as codes.
pub const REFUSAL_MEMBERS: [&str; 4] = ["code", "type", "title", "detail"];

/// Places in an event of things that have an id and that other messages show as well.
pub const EVENT_RESOURCES: [&str; 2] = ["/data/relatedParty", "/data/kycSession"];

/// Members that stay as they are once their resource is in a final state, although they change before.
pub const OF_ITS_END: [&str; 2] = ["fee", "destination"];

/// The rail of a virtual IBAN.
pub const RAIL: &str = "rail";

/// The number of a virtual IBAN's account, in answers and in events.
pub const ACCOUNT_NUMBERS: [&str; 2] = ["accountNumber", "iban"];

/// The id of a quote, which only quotes have.
pub const QUOTE_ID: &str = "quoteId";

/// The operation that quotes a bank payout, which is paid in the currency of its account.
pub const PAYOUT_QUOTES: &str = "simulateBankPayout";
