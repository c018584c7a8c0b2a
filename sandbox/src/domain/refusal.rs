//! The closed lists of refusals and field errors (ERR-1).

/// The reason for refusing a request; a refused request changes nothing (ERR-2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The resource does not exist or belongs to another merchant (AUTH-7).
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The token is missing, malformed, forged or revoked (AUTH-2, AUTH-6).
    #[error("a valid bearer token is needed")]
    Unauthenticated,
    /// The `api_code` or the `api_key` is wrong (AUTH-3).
    #[error("the api code or the api key is wrong")]
    InvalidCredentials,
    /// The token has expired (AUTH-4).
    #[error("the token has expired; log in again")]
    TokenExpired,
    /// The request has invalid fields, all of which are named (USER-3, ERR-1).
    #[error("the request has invalid fields")]
    Invalid(Vec<FieldError>),
    /// The user's level is not `REGULAR` (ACC-2, KYC-8).
    #[error("the user is not verified: the level must be REGULAR")]
    UserNotVerified,
    /// The user has an undecided session already (KYC-7, KYB-15).
    #[error("the user has a verification session that is not decided yet")]
    SessionOpen,
    /// The user is verified already (KYC-7).
    #[error("the user is already verified")]
    AlreadyVerified,
    /// The session has a final state (KYC-6).
    #[error("the session is {0} and cannot be decided any more")]
    SessionFinal(&'static str),
    /// The session was submitted, so its documents are fixed (KYB-7, KYB-9).
    #[error("the session was submitted: its documents cannot be changed")]
    SessionSubmitted,
    /// Mandatory documents are missing (KYB-8).
    #[error("mandatory documents are missing: {}", .0.join(", "))]
    MissingDocuments(Vec<&'static str>),
    /// The file is above the size limit (KYB-4).
    #[error("the file is larger than 10 MiB (10485760 bytes)")]
    FileTooLarge,
    /// The file has an unknown format or another content than its name states (KYB-5).
    #[error("the file is not accepted: {0}")]
    UnsupportedFileType(&'static str),
    /// The session is not under review, so it takes no related parties (KYB-11).
    #[error("the session is {0}: related parties are declared during the review")]
    NotUnderReview(&'static str),
    /// Related parties are not verified yet (KYB-12).
    #[error("these related parties are not verified: {}", .0.join(", "))]
    RelatedPartiesPending(Vec<String>),
    /// The order has left the state in which it can be cancelled (OUT-6).
    #[error("an order that is {0} cannot be cancelled")]
    OrderNotCancellable(&'static str),
    /// The change of state is not allowed (ORD-2, VIB-1).
    #[error("a resource in the state {from} cannot change to {to}")]
    InvalidTransition {
        /// The current state.
        from: &'static str,
        /// The requested state.
        to: &'static str,
    },
    /// The virtual IBAN is not active (VIB-2).
    #[error("a vIBAN that is {0} takes no money")]
    VibanNotActive(&'static str),
    /// The second factor is wrong (TRF-5).
    #[error("the second factor in code2fa is wrong")]
    Invalid2faCode,
    /// The one-time password is wrong or has expired (OUT-4).
    #[error("the one-time password is wrong or has expired")]
    InvalidOtp,
    /// The order waits for no one-time password (OUT-4).
    #[error("the order does not wait for a one-time password")]
    OtpNotRequired,
    /// The currency of the origin is not that of the account (TRF-3).
    #[error("the origin is not in the currency of the account, which is {0}")]
    CurrencyMismatch(&'static str),
    /// The recipient account is unknown, of another merchant, or the source itself (TRF-4).
    #[error("the recipient account is unknown or is the source itself")]
    InvalidRecipient,
    /// The available balance is below the amount (TRF-2).
    #[error("the available balance is not enough")]
    InsufficientFunds,
    /// Deliveries were still due or in flight when the drain timed out.
    #[error("{0} deliveries are still pending")]
    NotDrained(usize),
    /// The idempotency key belongs to another request (IDEM-1).
    #[error("the idempotency key was used for another request")]
    IdempotencyConflict,
    /// The merchant's rate limit is reached; the number is the seconds to wait (RATE-1).
    #[error("too many requests; the next one is possible in {0} s")]
    RateLimited(i64),
}

impl Refusal {
    /// A refusal because of one field.
    pub(crate) fn field(pointer: &str, code: FieldCode, detail: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, detail)])
    }
}

/// The fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// A JSON Pointer into the body, or `/name` for a query parameter.
    pub(crate) pointer: String,
    /// The kind of fault.
    pub(crate) code: FieldCode,
    /// A text that describes the fault.
    pub(crate) detail: String,
}

impl FieldError {
    /// A fault of the field at `pointer`.
    pub(crate) fn new(pointer: impl Into<String>, code: FieldCode, detail: &str) -> Self {
        Self { pointer: pointer.into(), code, detail: detail.to_owned() }
    }
}

/// The kinds of faults of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldCode {
    /// The field is missing.
    Required,
    /// The value has another JSON type (ERR-3).
    WrongType,
    /// The value is known but not allowed here.
    NotAllowed,
    /// The value is too small or too great.
    OutOfRange,
    /// The value has too few characters or items.
    TooShort,
    /// The value has too many characters or items.
    TooLong,
    /// The value has another format.
    InvalidFormat,
    /// The value is not an IBAN (OUT-3).
    InvalidIban,
    /// The value is not an address of its network (OUT-3).
    InvalidAddress,
    /// The value is not in the list of known values (USER-3).
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
