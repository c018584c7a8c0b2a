//! What can be said about a company: the closed lists.

/// What a company deals with.
pub(crate) const INDUSTRY_TYPES: &[&str] = &[
    "WHOLESALE",
    "RETAIL",
    "CRYPTO_FINTECH",
    "ECOMMERCE",
    "EDUCATION",
    "ENTERTAINMENT",
    "GOVERNMENT",
    "HOSPITALITY",
    "MANUFACTURING",
    "PAYMENTS_REMITTANCE",
    "FINANCIAL_SERVICES",
    "PROFESSIONAL_SERVICES",
    "HEALTHCARE",
    "TRANSPORT_LOGISTICS",
    "REAL_ESTATE",
    "NON_PROFIT",
    OTHER,
];

/// What a company is before the law.
pub(crate) const CONSTITUTION_TYPES: &[&str] = &[
    "INDIVIDUAL",
    "CORPORATION",
    "LLC",
    "PARTNERSHIP",
    "LIMITED_PARTNERSHIP",
    "SOLE_PROPRIETORSHIP",
    "COOPERATIVE",
    "NON_PROFIT",
    "GOVERNMENT",
    "TRUST",
    "FINANCIAL_INSTITUTION",
    "FOUNDATION",
    OTHER,
];

/// None of the list; what it is has to be said then.
pub(crate) const OTHER: &str = "OTHER";
