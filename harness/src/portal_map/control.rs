//! A control of a page as people name it: by its role, its label or its text, perhaps within another one.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use crate::nearest;

/// The short forms of controls: the key in the map, and the roles that it stands for.
pub(super) const KINDS: [(&str, &[&str]); 20] = [
    ("button", &["button", "menuitem", "tab"]),
    ("link", &["link"]),
    ("field", &["textbox", "searchbox", "spinbutton", "combobox", "Date", "DateTime", "InputTime"]),
    ("list", &["combobox", "listbox", "radiogroup", "group"]),
    ("box", &["checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"]),
    ("fold", &["DisclosureTriangle", "DisclosureTriangleGrouped", "button"]),
    ("option", &["option", "radio", "menuitem"]),
    ("heading", &["heading"]),
    ("row", &["row", "listitem"]),
    ("table", &["table", "grid"]),
    ("group", &["group", "radiogroup"]),
    ("dialog", &["dialog", "alertdialog"]),
    ("section", &["region", "form"]),
    ("status", &["status"]),
    ("alert", &["alert"]),
    ("code", &["code"]),
    // The text beside a name in a list of facts.
    ("fact", &["definition"]),
    ("image", &["image", "img"]),
    ("frame", &["Iframe"]),
    ("text", &[]),
];

/// A control as people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Control {
    /// The key of the short form, or the role itself.
    pub(super) kind: String,
    /// The name, which may hold names of values; `*` stands for any text.
    pub(super) name: String,
    /// The control in which it must be.
    pub(super) within: Option<Box<Control>>,
    /// The address to which it leads; `*` stands for any text.
    pub(super) to: Option<String>,
    /// The place among several that fit, beginning with 1.
    pub(super) nth: Option<usize>,
}

/// A control as the map writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlLine {
    button: Option<String>,
    link: Option<String>,
    field: Option<String>,
    list: Option<String>,
    r#box: Option<String>,
    fold: Option<String>,
    option: Option<String>,
    heading: Option<String>,
    row: Option<String>,
    table: Option<String>,
    group: Option<String>,
    dialog: Option<String>,
    section: Option<String>,
    status: Option<String>,
    alert: Option<String>,
    code: Option<String>,
    fact: Option<String>,
    image: Option<String>,
    frame: Option<String>,
    text: Option<String>,
    role: Option<String>,
    name: Option<String>,
    r#in: Option<Box<Control>>,
    to: Option<String>,
    nth: Option<usize>,
}

impl ControlLine {
    /// The short forms that stand there, in the order of `KINDS`.
    fn short(&mut self) -> Vec<(String, String)> {
        let given = [
            self.button.take(),
            self.link.take(),
            self.field.take(),
            self.list.take(),
            self.r#box.take(),
            self.fold.take(),
            self.option.take(),
            self.heading.take(),
            self.row.take(),
            self.table.take(),
            self.group.take(),
            self.dialog.take(),
            self.section.take(),
            self.status.take(),
            self.alert.take(),
            self.code.take(),
            self.fact.take(),
            self.image.take(),
            self.frame.take(),
            self.text.take(),
        ];
        let named = KINDS.iter().zip(given);
        named.filter_map(|((kind, _), name)| Some(((*kind).to_owned(), name?))).collect()
    }
}

/// Further roles of ARIA; Chromium's own begin with a capital letter.
const FURTHER_ROLES: &str = "application article banner blockquote caption cell columnheader combobox complementary \
    contentinfo deletion directory document emphasis feed figure generic gridcell insertion log main mark marquee math \
    menu menubar meter navigation none note paragraph presentation progressbar rowgroup rowheader scrollbar search \
    separator slider strong subscript superscript tablist tabpanel term time timer toolbar tooltip tree treegrid treeitem";

/// The mistake in a role that no control has.
fn unknown_role(role: &str) -> Option<String> {
    let short = KINDS.iter().flat_map(|(kind, roles)| roles.iter().copied().chain([*kind]));
    let mut known = short.chain(FURTHER_ROLES.split_whitespace());
    let is_own = role.starts_with(|letter: char| letter.is_ascii_uppercase());
    if is_own || known.clone().any(|one| one == role) {
        return None;
    }
    let near = nearest(role, known.by_ref(), 1).into_iter().next().unwrap_or_default();
    Some(format!("no control has the role `{role}`; did you mean `{near}`?"))
}

impl TryFrom<ControlLine> for Control {
    type Error = String;

    fn try_from(mut line: ControlLine) -> Result<Self, String> {
        let mut named = line.short();
        if let Some(role) = line.role.take() {
            if let Some(problem) = unknown_role(&role) {
                return Err(problem);
            }
            named.push((role, line.name.take().unwrap_or_else(|| "*".to_owned())));
        }
        if line.name.is_some() {
            return Err("`name` stands beside `role` only; write `{role: …, name: …}`".to_owned());
        }
        if line.nth == Some(0) {
            return Err("`nth` begins with 1".to_owned());
        }
        let mut named = named.into_iter();
        match (named.next(), named.next()) {
            (Some((kind, name)), None) => {
                Ok(Self { kind, name, within: line.r#in, to: line.to, nth: line.nth })
            }
            (Some((one, _)), Some((other, _))) => Err(format!(
                "a control is named once, and here stand `{one}` and `{other}`; write a list for alternatives, \
                 `in` for the place"
            )),
            (None, _) => Err(
                "a control needs a name, as in `{button: Approve}` or `{role: button, name: Approve}`"
                    .to_owned(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Control {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(ControlLine::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl fmt::Display for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name == "*" {
            write!(f, "any {}", self.kind)?;
        } else {
            write!(f, "the {} \"{}\"", self.kind, self.name)?;
        }
        if let Some(nth) = self.nth {
            write!(f, " (number {nth})")?;
        }
        if let Some(to) = &self.to {
            write!(f, " that leads to {to}")?;
        }
        match &self.within {
            Some(within) => write!(f, " in {within}"),
            None => Ok(()),
        }
    }
}

/// A control, or alternatives of which the first that is seen counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Controls(pub(super) Vec<Control>);

impl fmt::Display for Controls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, control) in self.0.iter().enumerate() {
            let before = if place == 0 { "" } else { " or " };
            write!(f, "{before}{control}")?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Controls {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrSeveral)
    }
}

struct OneOrSeveral;

impl<'de> Visitor<'de> for OneOrSeveral {
    type Value = Controls;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a control, as in `{button: Approve}`, or a list of alternatives")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Controls, A::Error> {
        Ok(Controls(vec![Control::deserialize(MapAccessDeserializer::new(map))?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Controls, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        if all.is_empty() {
            return Err(A::Error::custom("a list of alternatives is empty; name a control"));
        }
        Ok(Controls(all))
    }
}
