//! A step of a map: what is done on a page, and the condition under which it is done.

use std::{collections::BTreeMap, fmt};

use regex::Regex;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::control::Controls;

/// A step of a map.
#[derive(Debug)]
pub(super) struct MapStep {
    pub(super) deed: Deed,
    /// The step is done only if this is so.
    pub(super) when: Option<Condition>,
    /// The step is done only if this value is not given.
    pub(super) unless: Option<String>,
}

impl MapStep {
    /// A step that waits for a control.
    pub(super) fn expecting(control: Controls) -> Self {
        Self { deed: Deed::Expect(control), when: None, unless: None }
    }
}

/// The condition of a step.
#[derive(Debug)]
pub(super) enum Condition {
    /// The value of this name is given and not empty.
    Given(String),
    /// One of these controls is seen.
    Seen(Controls),
}

/// A deed on a page.
#[derive(Debug)]
pub(super) enum Deed {
    /// Opens a page.
    Open(String),
    /// Presses a button, follows a link; perhaps that leads to another page.
    Click {
        at: Controls,
        opens_page: bool,
    },
    /// Types a text into a field in place of what is there.
    Fill {
        at: Controls,
        with: String,
    },
    /// Chooses an option of a list.
    Choose {
        at: Controls,
        option: String,
    },
    Tick(Controls),
    Untick(Controls),
    /// Ticks the boxes of these names, and no others of the place.
    TickOnly {
        list: String,
        place: Controls,
    },
    /// Gives a file to a field.
    Upload {
        at: Controls,
        file: String,
    },
    /// Waits until a control is seen.
    Expect(Controls),
    /// Waits until a control is seen no more.
    Gone(Controls),
    /// Takes the page for a refusal if it has the sign of one in the place of the control.
    Offers {
        at: Controls,
        refused_by: Controls,
    },
    /// Reads values from the page.
    Read(BTreeMap<String, Reading>),
    /// Presses a button or link again and again until a control is seen.
    Until {
        seen: Controls,
        click: Controls,
    },
    /// Opens a part that is folded, unless it is open.
    Unfold(Controls),
    /// Makes sure that a picture or a frame shows its document.
    Show(Controls),
    /// Fetches the file behind a link as the page does.
    Download {
        at: Controls,
        into: String,
    },
    /// Does several steps.
    Steps(Vec<MapStep>),
    /// Does several steps for each item of a list, whose members are then values.
    ForEach {
        list: String,
        steps: Vec<MapStep>,
    },
}

/// A value that is read from a page.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) from: ReadFrom,
    /// The part of the value: the text of the first group.
    pub(super) pattern: Option<Regex>,
}

/// The place from which a value is read.
#[derive(Debug)]
pub(super) enum ReadFrom {
    TextOf(Controls),
    ValueOf(Controls),
    AddressOf(Controls),
    /// The page as a whole.
    Page(PagePart),
}

/// A part of a whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PagePart {
    /// Its address.
    Address,
    /// The visible text.
    Text,
    /// Its source.
    Source,
}

/// A step as the map writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepLine {
    open: Option<String>,
    click: Option<Controls>,
    opens_page: Option<bool>,
    fill: Option<Controls>,
    with: Option<String>,
    choose: Option<Controls>,
    option: Option<String>,
    tick: Option<Controls>,
    untick: Option<Controls>,
    tick_only: Option<String>,
    r#in: Option<Controls>,
    upload: Option<Controls>,
    file: Option<String>,
    expect: Option<Controls>,
    gone: Option<Controls>,
    offers: Option<Controls>,
    refused_by: Option<Controls>,
    read: Option<BTreeMap<String, Reading>>,
    until: Option<Controls>,
    unfold: Option<Controls>,
    show: Option<Controls>,
    download: Option<Controls>,
    into: Option<String>,
    for_each: Option<String>,
    steps: Option<Vec<MapStep>>,
    when: Option<Condition>,
    unless: Option<String>,
}

impl StepLine {
    /// The deed, which is named by exactly one key; `until` and `for_each` take another one with them.
    fn deed(&mut self) -> Result<Deed, String> {
        if let Some(seen) = self.until.take() {
            let click = self.click.take().ok_or_else(|| beside("until", "click"))?;
            return Ok(Deed::Until { seen, click });
        }
        if let Some(list) = self.for_each.take() {
            let steps = self.steps.take().ok_or_else(|| beside("for_each", "steps"))?;
            return Ok(Deed::ForEach { list, steps });
        }
        if let Some(deed) = self.typed()? {
            return Ok(deed);
        }
        let plain = [
            self.open.take().map(Deed::Open),
            self.tick.take().map(Deed::Tick),
            self.untick.take().map(Deed::Untick),
            self.expect.take().map(Deed::Expect),
            self.gone.take().map(Deed::Gone),
            self.read.take().map(Deed::Read),
            self.unfold.take().map(Deed::Unfold),
            self.show.take().map(Deed::Show),
            self.steps.take().map(Deed::Steps),
        ];
        plain.into_iter().flatten().next().ok_or_else(|| {
            "a step needs a deed: open, click, fill, choose, tick, untick, tick_only, upload, expect, gone, offers, read, \
             until, unfold, show, download, for_each or steps"
                .to_owned()
        })
    }

    /// The deeds that need something beside them.
    fn typed(&mut self) -> Result<Option<Deed>, String> {
        if let Some(at) = self.click.take() {
            let opens_page = self.opens_page.take().unwrap_or_default();
            return Ok(Some(Deed::Click { at, opens_page }));
        }
        if let Some(at) = self.fill.take() {
            let with = self.with.take().ok_or_else(|| beside("fill", "with"))?;
            return Ok(Some(Deed::Fill { at, with }));
        }
        if let Some(at) = self.choose.take() {
            let option = self.option.take().ok_or_else(|| beside("choose", "option"))?;
            return Ok(Some(Deed::Choose { at, option }));
        }
        if let Some(list) = self.tick_only.take() {
            let place = self.r#in.take().ok_or_else(|| beside("tick_only", "in"))?;
            return Ok(Some(Deed::TickOnly { list, place }));
        }
        if let Some(at) = self.upload.take() {
            let file = self.file.take().ok_or_else(|| beside("upload", "file"))?;
            return Ok(Some(Deed::Upload { at, file }));
        }
        if let Some(at) = self.offers.take() {
            let refused_by =
                self.refused_by.take().ok_or_else(|| beside("offers", "refused_by"))?;
            return Ok(Some(Deed::Offers { at, refused_by }));
        }
        if let Some(at) = self.download.take() {
            let into = self.into.take().ok_or_else(|| beside("download", "into"))?;
            return Ok(Some(Deed::Download { at, into }));
        }
        Ok(None)
    }

    /// A key that is left over, and belongs to another deed.
    fn surplus(&self) -> Option<&'static str> {
        let left = [
            ("open", self.open.is_some()),
            ("click", self.click.is_some()),
            ("opens_page", self.opens_page.is_some()),
            ("fill", self.fill.is_some()),
            ("with", self.with.is_some()),
            ("choose", self.choose.is_some()),
            ("option", self.option.is_some()),
            ("tick", self.tick.is_some()),
            ("untick", self.untick.is_some()),
            ("tick_only", self.tick_only.is_some()),
            ("in", self.r#in.is_some()),
            ("upload", self.upload.is_some()),
            ("file", self.file.is_some()),
            ("expect", self.expect.is_some()),
            ("gone", self.gone.is_some()),
            ("offers", self.offers.is_some()),
            ("refused_by", self.refused_by.is_some()),
            ("read", self.read.is_some()),
            ("unfold", self.unfold.is_some()),
            ("show", self.show.is_some()),
            ("download", self.download.is_some()),
            ("into", self.into.is_some()),
            ("steps", self.steps.is_some()),
        ];
        left.into_iter().find(|(_, is_there)| *is_there).map(|(key, _)| key)
    }
}

fn beside(deed: &str, key: &str) -> String {
    format!("`{deed}` needs `{key}` beside it")
}

impl<'de> Deserialize<'de> for MapStep {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut line = StepLine::deserialize(deserializer)?;
        let deed = line.deed().map_err(D::Error::custom)?;
        match line.surplus() {
            None => Ok(Self { deed, when: line.when, unless: line.unless }),
            Some(key) => Err(D::Error::custom(format!(
                "`{key}` does not belong to this step; a step does one thing, so begin another one with `- {key}`, \
                 and write a control's place within its braces"
            ))),
        }
    }
}

/// A condition is the name of a value, or a control.
impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = serde_yaml::Value::deserialize(deserializer)?;
        match written {
            serde_yaml::Value::String(name) => Ok(Self::Given(name)),
            other => serde_yaml::from_value(other).map(Self::Seen).map_err(D::Error::custom),
        }
    }
}

/// A reading as the map writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingLine {
    text_of: Option<Controls>,
    value_of: Option<Controls>,
    address_of: Option<Controls>,
    page: Option<PagePart>,
    pattern: Option<String>,
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let line = ReadingLine::deserialize(deserializer)?;
        let all = [
            line.text_of.map(ReadFrom::TextOf),
            line.value_of.map(ReadFrom::ValueOf),
            line.address_of.map(ReadFrom::AddressOf),
            line.page.map(ReadFrom::Page),
        ];
        let mut all = all.into_iter().flatten();
        let (Some(from), None) = (all.next(), all.next()) else {
            let told = "a reading has one of text_of, value_of, address_of and page";
            return Err(D::Error::custom(told));
        };
        let pattern = line.pattern.map(|pattern| {
            Regex::new(&pattern).map_err(|_| {
                D::Error::custom(format!("the pattern {pattern:?} is no regular expression"))
            })
        });
        let pattern = pattern.transpose()?;
        if let Some(pattern) = pattern.as_ref().filter(|pattern| pattern.captures_len() < 2) {
            let told = "has no group; write parentheses around the part that is the value";
            return Err(D::Error::custom(format!("the pattern {:?} {told}", pattern.as_str())));
        }
        Ok(Self { from, pattern })
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(address) => write!(f, "open {address}"),
            Self::Click { at, .. } => write!(f, "click {at}"),
            Self::Fill { at, with } => write!(f, "fill {at} with \"{with}\""),
            Self::Choose { at, option } => write!(f, "choose \"{option}\" in {at}"),
            Self::Tick(at) => write!(f, "tick {at}"),
            Self::Untick(at) => write!(f, "untick {at}"),
            Self::TickOnly { list, place } => write!(f, "tick only {{{list}}} in {place}"),
            Self::Upload { at, file } => write!(f, "upload {file} into {at}"),
            Self::Expect(at) => write!(f, "expect {at}"),
            Self::Gone(at) => write!(f, "expect that {at} is gone"),
            Self::Offers { at, .. } => write!(f, "see whether the page offers {at}"),
            Self::Read(readings) => {
                let names: Vec<&str> = readings.keys().map(String::as_str).collect();
                write!(f, "read {}", names.join(", "))
            }
            Self::Until { seen, click } => write!(f, "click {click} until {seen} is seen"),
            Self::Unfold(at) => write!(f, "unfold {at}"),
            Self::Show(at) => write!(f, "show {at}"),
            Self::Download { at, .. } => write!(f, "download {at}"),
            Self::Steps(steps) => write!(f, "{} steps", steps.len()),
            Self::ForEach { list, .. } => write!(f, "for each of {{{list}}}"),
        }
    }
}
