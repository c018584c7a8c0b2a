//! The closed lists of a company's profile (USER-3).

/// The industries of a company.
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

/// The legal forms of a company.
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

/// The value for a kind that is not in the list; a text then describes it.
pub(crate) const OTHER: &str = "OTHER";
