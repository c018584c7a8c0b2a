//! Names of members in bodies of the API and in the data of its events.

use conformance_harness::{secrets::SecretKind, snapshot::IdMembers};

/// Members that tell who a person or a company is. Their values are hidden if the target is not one that was started for the run.
pub const OF_PEOPLE: &[(&str, SecretKind)] = &[
    ("name", SecretKind::Personal),
    ("surname", SecretKind::Personal),
    ("legalName", SecretKind::Personal),
    ("email", SecretKind::Personal),
    ("phoneNumber", SecretKind::Personal),
    ("birthdate", SecretKind::Personal),
    ("documentNumber", SecretKind::Personal),
    ("taxId", SecretKind::Personal),
    ("address", SecretKind::Personal),
    ("addressLine2", SecretKind::Personal),
    ("line1", SecretKind::Personal),
    ("line2", SecretKind::Personal),
    ("postalCode", SecretKind::Personal),
    ("iban", SecretKind::Iban),
];

/// The id of an event.
pub const EVENT_ID: &str = "eventId";
/// The type of an event.
pub const EVENT_TYPE: &str = "eventType";

/// The header with the key of a request that may be sent again.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The beginning of the idempotency keys that the suite sends of its own accord, not because a step says so.
pub const SUITE_KEY: &str = "created-";

/// The address of a KYC session's page.
pub const HOSTED_URL: &str = "hostedUrl";
/// The code of a refusal.
pub const CODE: &str = "code";

/// The id of an order.
pub const ORDER_ID: &str = "orderId";
/// The id of a virtual IBAN.
pub const VIBAN_ID: &str = "vibanId";
/// The id of a user.
pub const USER_ID: &str = "userId";
/// The id of a related party.
pub const PARTY_ID: &str = "relatedPartyId";
/// The id of an account.
pub const ACCOUNT_ID: &str = "accountId";
/// The id of a KYC session.
pub const SESSION_ID: &str = "sessionId";
/// The number of a person in KYC.
pub const KYC_NUMBER: &str = "kycId";
/// The number of a company in KYB.
pub const KYB_NUMBER: &str = "kybId";
/// The kind of person that an event is about: a user or a related party.
pub const ENTITY_TYPE: &str = "entityType";

/// The members that hold ids, which snapshots mask. The number of a company at its tax office is none of them.
pub const IDS: IdMembers = IdMembers { integers: &[KYC_NUMBER, KYB_NUMBER], of_people: &["taxId"] };

/// The level of an individual user.
pub const KYC_LEVEL: &str = "kycLevel";
/// The level of a company.
pub const KYB_LEVEL: &str = "kybLevel";

/// The balance of an account.
pub const BALANCE: &str = "balance";
/// The money on its way to an account.
pub const PENDING_IN: &str = "pendingIn";
/// The money on its way from an account.
pub const PENDING_OUT: &str = "pendingOut";
/// The purpose of one of the merchant's own accounts.
pub const PURPOSE: &str = "purpose";
/// The balance after a ledger entry.
pub const RUNNING_BALANCE: &str = "runningBalance";

/// The part of a fee that goes to the system.
pub const SYSTEM_FEE: &str = "systemFee";
/// The part of a fee that goes to the merchant.
pub const MERCHANT_FEE: &str = "merchantFee";
/// The money that a payin brings, in its event.
pub const RECEIVED_AMOUNT: &str = "receivedAmount";
/// The money that a payout or transfer takes, in its event.
pub const DEBITED_AMOUNT: &str = "debitedAmount";
/// The money that is left when the fee is paid, in an event.
pub const AMOUNT_AFTER_FEES: &str = "amountAfterFees";
/// The money that arrives, in an event.
pub const CREDITED_AMOUNT: &str = "creditedAmount";

/// The state of something.
pub const STATE: &str = "state";
/// The time at which something was changed last.
pub const UPDATED_AT: &str = "updatedAt";
/// The time at which something was made.
pub const CREATED_AT: &str = "createdAt";
/// The address of an order's details, which only orders have.
pub const DETAIL_URL: &str = "detailUrl";
/// The address of the page on which a card payin is paid.
pub const PAYMENT_URL: &str = "paymentUrl";

/// The order of a ledger entry.
pub const ORDER: &str = "order";
/// The documents of a KYB session.
pub const DOCUMENTS: &str = "documents";
/// The list of users.
pub const USERS: &str = "users";
/// The list of KYC sessions.
pub const SESSIONS: &str = "sessions";
/// The list of accounts.
pub const ACCOUNTS: &str = "accounts";
/// The list of orders.
pub const ORDERS: &str = "orders";
/// The list of virtual IBANs.
pub const VIBANS: &str = "virtualIbans";
/// The company of a related party, in the event about the party.
pub const BUSINESS_USER: &str = "businessUser";
/// The size of a list's pages.
pub const PAGE_SIZE: &str = "pageSize";
/// The number of a list's pages.
pub const PAGES: &str = "numPages";

/// The name of a document's file.
pub const DOCUMENT_NAME: &str = "fileName";
