//! The catalogue of a person's possible occupations (USER-5).

use std::collections::HashMap;
use std::sync::LazyLock;

/// One occupation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Activity {
    /// Its number in the catalogue, from 1.
    pub(crate) id: usize,
    /// The code that requests send.
    pub(crate) slug: &'static str,
    english: &'static str,
    spanish: &'static str,
}

/// The languages of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// The default.
    English,
    /// For requests with `Accept-Language: es`.
    Spanish,
}

impl Activity {
    /// The name in `language`.
    pub(crate) fn name(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Spanish => self.spanish,
        }
    }
}

/// Every occupation, in the order of the catalogue.
pub(crate) fn all() -> impl Iterator<Item = Activity> {
    let lines = include_str!("../../data/activities.csv").lines().skip(1);
    lines.enumerate().filter_map(|(index, line)| {
        let mut cells = line.split(',');
        let (slug, english, spanish) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Activity { id: index + 1, slug, english, spanish })
    })
}

/// The occupation with this slug, if the catalogue has one.
pub(crate) fn find(slug: &str) -> Option<Activity> {
    static BY_SLUG: LazyLock<HashMap<&str, Activity>> =
        LazyLock::new(|| all().map(|activity| (activity.slug, activity)).collect());
    BY_SLUG.get(slug).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let lines = include_str!("../../data/activities.csv").lines().count() - 1;
        assert_eq!(all().count(), lines);
        assert!(lines >= 100);
        let slugs: HashSet<_> = all().map(|activity| activity.slug).collect();
        assert_eq!(slugs.len(), lines);
        let upper = |slug: &str| slug.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        assert!(all().all(|activity| upper(activity.slug) && !activity.english.is_empty()));
        assert!(find("SALES_MANAGER").is_some());
        assert!(find("sales_manager").is_none());
    }
}
