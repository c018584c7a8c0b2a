//! Why a request is not carried out: the closed list of refusals and of field errors.

/// A wish that the rules do not grant; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Unknown, or somebody else's.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The credentials are missing, wrong or revoked.
    #[error("a valid bearer token is needed")]
    Unauthenticated,
    /// The api code or the api key is wrong.
    #[error("the api code or the api key is wrong")]
    InvalidCredentials,
    /// The token was valid once.
    #[error("the token has expired; log in again")]
    TokenExpired,
    /// Fields of the request are at fault.
    #[error("the request has invalid fields")]
    Invalid(Vec<FieldError>),
    /// Accounts are for verified users only.
    #[error("the user is not verified: the level must be REGULAR")]
    UserNotVerified,
    /// One undecided session at a time.
    #[error("the user has a verification session that is not decided yet")]
    SessionOpen,
    /// Nothing is left to verify.
    #[error("the user is already verified")]
    AlreadyVerified,
    /// Decisions are not taken back.
    #[error("the session is {0} and cannot be decided any more")]
    SessionFinal(&'static str),
    /// What compliance has got is not changed any more.
    #[error("the session was submitted: its documents cannot be changed")]
    SessionSubmitted,
    /// Nothing is reviewed without the mandatory documents.
    #[error("mandatory documents are missing: {}", .0.join(", "))]
    MissingDocuments(Vec<&'static str>),
    /// There is more of a file than may be.
    #[error("the file is greater than 10 MiB (10485760 bytes)")]
    FileTooLarge,
    /// The file is not what can be read here.
    #[error("the file is not accepted: {0}")]
    UnsupportedFileType(&'static str),
    /// Related parties belong to a review.
    #[error("the session is {0}: related parties are declared during the review")]
    NotUnderReview(&'static str),
    /// Everybody behind a company is verified first.
    #[error("these related parties are not verified: {}", .0.join(", "))]
    RelatedPartiesPending(Vec<String>),
    /// Only what has not been sent can be cancelled.
    #[error("an order that is {0} cannot be cancelled")]
    OrderNotCancellable(&'static str),
    /// The lives of orders and vIBANs go one way.
    #[error("what is {from} cannot become {to}")]
    InvalidTransition {
        /// The state it is in.
        from: &'static str,
        /// The state it was asked to take.
        to: &'static str,
    },
    /// Money reaches active vIBANs only.
    #[error("a vIBAN that is {0} takes no money")]
    VibanNotActive(&'static str),
    /// The second factor does not match.
    #[error("the two-factor code is wrong")]
    Invalid2faCode,
    /// The one-time password does not match or is too old.
    #[error("the one-time password is wrong or has expired")]
    InvalidOtp,
    /// Nothing is left to confirm.
    #[error("the order does not wait for a one-time password")]
    OtpNotRequired,
    /// The origin must be in the account's currency.
    #[error("the origin is not in the currency of the account, which is {0}")]
    CurrencyMismatch(&'static str),
    /// Money cannot go there.
    #[error("the recipient account is unknown or is the source itself")]
    InvalidRecipient,
    /// There is less than that.
    #[error("the available balance is not enough")]
    InsufficientFunds,
    /// Deliveries were still due or in flight at the time limit.
    #[error("{0} deliveries are still pending")]
    NotDrained(usize),
    /// A key names one request only.
    #[error("the idempotency key was used for another request")]
    IdempotencyConflict,
    /// More requests than the merchant's rate allows; there will be one after so many seconds.
    #[error("too many requests; the next one is possible in {0} s")]
    RateLimited(i64),
}

impl Refusal {
    /// One field is at fault.
    pub(crate) fn field(pointer: &str, code: FieldCode, detail: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, detail)])
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// A JSON Pointer into the body, or `/name` for a query parameter.
    pub(crate) pointer: String,
    /// The kind of fault.
    pub(crate) code: FieldCode,
    /// The fault in words.
    pub(crate) detail: String,
}

impl FieldError {
    /// A fault of the field at `pointer`.
    pub(crate) fn new(pointer: impl Into<String>, code: FieldCode, detail: &str) -> Self {
        Self { pointer: pointer.into(), code, detail: detail.to_owned() }
    }
}

/// The kinds of fault a field can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldCode {
    /// It is missing.
    Required,
    /// It is of another JSON type.
    WrongType,
    /// It is known but not possible here.
    NotAllowed,
    /// It is too small or too great.
    OutOfRange,
    /// It has too few characters or items.
    TooShort,
    /// It has too many characters or items.
    TooLong,
    /// It is not written as it must be.
    InvalidFormat,
    /// It is no IBAN.
    InvalidIban,
    /// It is no address on its network.
    InvalidAddress,
    /// It is not in the list of values.
    UnknownValue,
}

impl FieldCode {
    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::WrongType => "wrong_type",
            Self::NotAllowed => "not_allowed",
            Self::OutOfRange => "out_of_range",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::InvalidFormat => "invalid_format",
            Self::InvalidIban => "invalid_iban",
            Self::InvalidAddress => "invalid_address",
            Self::UnknownValue => "unknown_value",
        }
    }
}
