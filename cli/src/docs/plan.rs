//! The plan of a site: sections with features, rules with the places where they stand, and an address for each page.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    rc::Rc,
};

use conformance_harness::suite::{Case, FeatureFile, LoadError, Rule, Suite, feature_file};

use super::words::section_title;

/// The features and rules of a site.
pub(super) struct SitePlan {
    pub(super) sections: Vec<SiteSection>,
    /// The rules, in the order of their ids.
    pub(super) rules: Vec<SiteRule>,
    /// The number of cases.
    pub(super) scenarios: usize,
}

/// A folder of features.
pub(super) struct SiteSection {
    /// Its name in the address of the overview.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) features: Vec<SiteFeature>,
}

/// A feature with its page.
pub(super) struct SiteFeature {
    /// The path of the file, relative to the suite's folder.
    pub(super) path: PathBuf,
    /// The page, relative to the folder of the site.
    pub(super) page: String,
    pub(super) title: String,
    pub(super) file: FeatureFile,
    pub(super) cases: Vec<Rc<Case>>,
    /// The rules of the file, in its order.
    pub(super) rules: Vec<Rc<Rule>>,
}

/// A rule with all of its scenarios.
pub(super) struct SiteRule {
    pub(super) rule: Rc<Rule>,
    pub(super) cases: Vec<Rc<Case>>,
    /// The pages on which it stands, with the titles of their features.
    pub(super) places: Vec<(String, String)>,
}

impl SitePlan {
    /// The plan for a suite in a folder.
    ///
    /// # Errors
    /// If a feature file cannot be read.
    pub(super) fn new(root: &Path, suite: &Suite) -> Result<Self, LoadError> {
        let mut cases: BTreeMap<&Path, Vec<Rc<Case>>> = BTreeMap::new();
        for rule in &suite.rules {
            cases.entry(&rule.path).or_default();
        }
        for case in &suite.cases {
            cases.entry(&case.path).or_default().push(Rc::clone(case));
        }
        let mut sections: BTreeMap<String, Vec<SiteFeature>> = BTreeMap::new();
        for (path, cases) in cases {
            let feature = site_feature(root, path, cases, suite)?;
            sections.entry(folder_of(path)).or_default().push(feature);
        }
        let sections = sections.into_iter().map(|(folder, features)| SiteSection {
            title: section_title(&folder),
            id: format!("section-{folder}"),
            features,
        });
        let sections: Vec<SiteSection> = sections.collect();
        let rules = site_rules(&sections, suite);
        Ok(Self { sections, rules, scenarios: suite.cases.len() })
    }

    /// The features of all sections, each with its section.
    pub(super) fn features(&self) -> impl Iterator<Item = (&SiteSection, &SiteFeature)> {
        let sections = self.sections.iter();
        sections.flat_map(|section| section.features.iter().map(move |feature| (section, feature)))
    }

    /// The number of features.
    pub(super) fn feature_count(&self) -> usize {
        self.sections.iter().map(|section| section.features.len()).sum()
    }

    /// The rules whose first place is in a section.
    pub(super) fn rules_of(&self, section: &SiteSection) -> Vec<&SiteRule> {
        let is_first = |page: &str| section.features.iter().any(|feature| feature.page == page);
        let rules = self.rules.iter();
        rules.filter(|rule| rule.places.first().is_some_and(|(page, _)| is_first(page))).collect()
    }

    /// The other pages on which a rule stands.
    pub(super) fn continued(&self, rule: &Rule, here: &SiteFeature) -> Vec<&(String, String)> {
        let found = self.rules.iter().filter(|one| one.rule.id == rule.id);
        found.flat_map(|one| &one.places).filter(|(page, _)| *page != here.page).collect()
    }
}

fn site_feature(
    root: &Path,
    path: &Path,
    cases: Vec<Rc<Case>>,
    suite: &Suite,
) -> Result<SiteFeature, LoadError> {
    let file = feature_file(root, path)?;
    let ids: Vec<&str> = file.feature.rules.iter().map(|rule| id_of(&rule.name)).collect();
    let found = ids.iter().filter_map(|id| suite.rules.iter().find(|rule| rule.id == *id));
    let rules = found.cloned().collect();
    let parts = path.with_extension("html");
    let parts = parts.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(SiteFeature {
        page: parts.collect::<Vec<_>>().join("/"),
        title: file.feature.name.trim().to_owned(),
        path: path.to_owned(),
        file,
        cases,
        rules,
    })
}

/// The id with which the name of a rule opens.
pub(super) fn id_of(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// The first folder below `features/`, which is the section.
fn folder_of(path: &Path) -> String {
    let mut folders = path.parent().into_iter().flat_map(Path::components);
    let root = folders.next();
    let folder = folders.next().or(root);
    folder.map_or_else(String::new, |one| one.as_os_str().to_string_lossy().into_owned())
}

fn site_rules(sections: &[SiteSection], suite: &Suite) -> Vec<SiteRule> {
    let mut cases: BTreeMap<&str, Vec<Rc<Case>>> = BTreeMap::new();
    for case in suite.cases.iter().filter(|case| case.rule.is_some()) {
        cases.entry(case.rule_id()).or_default().push(Rc::clone(case));
    }
    let mut places: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for feature in sections.iter().flat_map(|section| &section.features) {
        let ids: BTreeSet<&str> = feature.rules.iter().map(|rule| rule.id.as_str()).collect();
        for id in ids {
            let place = (feature.page.clone(), feature.title.clone());
            places.entry(id).or_default().push(place);
        }
    }
    let rules = suite.rules.iter().map(|rule| SiteRule {
        cases: cases.remove(rule.id.as_str()).unwrap_or_default(),
        places: places.remove(rule.id.as_str()).unwrap_or_default(),
        rule: Rc::clone(rule),
    });
    let mut rules: Vec<SiteRule> = rules.collect();
    rules.sort_by(|one, other| one.rule.family_and_number().cmp(&other.rule.family_and_number()));
    rules
}

/// The address of a page, with letters that mean something in an address written as `%…`.
pub(super) fn address(page: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    page.bytes().fold(String::new(), |mut address, byte| {
        if is_plain(byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.push_str(&hex::encode_upper([byte]));
        }
        address
    })
}
