//! Looks for controls on the open page, and waits until they are seen.

use std::time::Instant;

use serde_json::{Value, json};

use super::{
    acting,
    control::{Control, Controls},
    error::MapError,
    finding::{self, Fit, find, fits_pattern},
    seen_page::SeenPage,
    step::{PagePart, ReadFrom, Reading},
    steps_runner::{FIRST_PAUSE, MapStepEnd, StepsRunner, rest},
};

impl StepsRunner<'_> {
    /// The controls with the values in their names.
    pub(super) fn filled(&self, controls: &Controls) -> Result<Controls, MapError> {
        controls.0.iter().map(|one| self.filled_one(one)).collect::<Result<_, _>>().map(Controls)
    }

    fn filled_one(&self, control: &Control) -> Result<Control, MapError> {
        let within = control.within.as_deref().map(|within| self.filled_one(within)).transpose()?;
        Ok(Control {
            kind: control.kind.clone(),
            name: self.scope.fill(&control.name)?,
            within: within.map(Box::new),
            to: control.to.as_deref().map(|to| self.scope.fill(to)).transpose()?,
            nth: control.nth,
        })
    }

    /// The page as it was seen last, or a new look at it.
    pub(super) async fn looked(&mut self) -> Result<SeenPage, MapError> {
        match self.seen.take() {
            Some(page) => Ok(page),
            None => self.settled().await,
        }
    }

    /// A new look at the page when it is loaded; between two pages there is nothing to look at.
    pub(super) async fn settled(&mut self) -> Result<SeenPage, MapError> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            match self.reader.look(self.arrived.take()).await {
                Ok(page) if page.facts.loaded => return Ok(page),
                Ok(page) if begun.elapsed() > self.wait => return Ok(page),
                Err(error) if begun.elapsed() > self.wait => return Err(error.into()),
                Ok(_) | Err(_) => rest(&mut pause).await,
            }
        }
    }

    /// The places of the first of the controls that is seen. Their texts are filled in.
    pub(super) async fn first_of(
        &self,
        page: &SeenPage,
        controls: &Controls,
    ) -> Result<Vec<usize>, MapError> {
        for control in &controls.0 {
            let Some(to) = &control.to else {
                let found = find(page, control);
                if found.is_empty() {
                    continue;
                }
                return Ok(found);
            };
            // The place among several counts those that lead there.
            let any = Control { nth: None, ..control.clone() };
            let mut leading = Vec::new();
            for place in find(page, &any) {
                let backend = page.nodes[place].backend;
                let address = self.reader.call(backend, acting::ADDRESS, &Value::Null).await?;
                if address.as_ref().and_then(Value::as_str).is_some_and(|one| leads_to(one, to)) {
                    leading.push(place);
                }
            }
            if let Some(nth) = control.nth {
                leading = leading.get(nth - 1).copied().into_iter().collect();
            }
            if !leading.is_empty() {
                return Ok(leading);
            }
        }
        Ok(Vec::new())
    }

    /// Waits for a control and gives the browser's number of it, or the end of the act.
    pub(super) async fn sought(
        &mut self,
        at: &Controls,
        fit: Fit,
    ) -> Result<Result<i64, MapStepEnd>, MapError> {
        let wanted = self.filled(at)?;
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let was_seen = self.seen.is_some();
            let page = self.looked().await?;
            let found = self.first_of(&page, &wanted).await?;
            if let Some(place) = found.first() {
                if fit == Fit::Only && found.len() > 1 {
                    let many = format!(
                        "{} controls fit {wanted}; say which one by `in` or `nth`",
                        found.len()
                    );
                    self.seen = Some(page);
                    return Err(self.misfit(&many, &wanted).await);
                }
                let backend = page.nodes[*place].backend;
                self.seen = Some(page);
                return Ok(Ok(backend));
            }
            if was_seen {
                // The page may have changed since.
                continue;
            }
            if self.has_pressed {
                let end = self.refusal_on(&page).await?;
                if end != MapStepEnd::Done {
                    self.seen = Some(page);
                    return Ok(Err(end));
                }
            }
            if begun.elapsed() > self.wait {
                self.seen = Some(page);
                let told = format!("{wanted} is not there after {} s", self.wait.as_secs());
                return Err(self.misfit(&told, &wanted).await);
            }
            rest(&mut pause).await;
        }
    }

    /// Waits until a control is seen no more.
    pub(super) async fn gone(&mut self, at: &Controls) -> Result<MapStepEnd, MapError> {
        let unwanted = self.filled(at)?;
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let page = self.settled().await?;
            if self.first_of(&page, &unwanted).await?.is_empty() {
                self.seen = Some(page);
                return Ok(MapStepEnd::Done);
            }
            if begun.elapsed() > self.wait {
                self.seen = Some(page);
                let told = format!("{unwanted} is still there after {} s", self.wait.as_secs());
                return Err(self.misfit(&told, &unwanted).await);
            }
            rest(&mut pause).await;
        }
    }

    /// Runs a function on a control that gives what stands in the way.
    pub(super) async fn change(
        &mut self,
        at: &Controls,
        function: &str,
        argument: &Value,
    ) -> Result<MapStepEnd, MapError> {
        match self.called(at, Fit::Only, function, argument).await? {
            Err(end) => Ok(end),
            Ok(Value::String(problem)) => Err(self.misfit(&format!("{at} {problem}"), at).await),
            Ok(_) => Ok(MapStepEnd::Done),
        }
    }

    /// Runs a function on a control, and looks again if the page changes under it.
    pub(super) async fn called(
        &mut self,
        at: &Controls,
        fit: Fit,
        function: &str,
        argument: &Value,
    ) -> Result<Result<Value, MapStepEnd>, MapError> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let backend = match self.sought(at, fit).await? {
                Ok(backend) => backend,
                Err(end) => return Ok(Err(end)),
            };
            if let Some(value) = self.reader.call(backend, function, argument).await? {
                return Ok(Ok(value));
            }
            self.seen = None;
            if begun.elapsed() > self.wait {
                return Err(self.misfit(&format!("{at} does not obey"), at).await);
            }
            rest(&mut pause).await;
        }
    }

    /// Reads a value from the page.
    pub(super) async fn read(
        &mut self,
        reading: &Reading,
    ) -> Result<Result<String, MapStepEnd>, MapError> {
        let (at, function) = match &reading.from {
            ReadFrom::TextOf(at) => (at, acting::TEXT),
            ReadFrom::ValueOf(at) => (at, acting::VALUE),
            ReadFrom::AddressOf(at) => (at, acting::ADDRESS),
            ReadFrom::Page(part) => {
                let whole = self.whole(*part).await?;
                return self.part_of(&whole, reading, "the page").await.map(Ok);
            }
        };
        // Values appear on pages after the action that brings them about.
        self.seen = self.seen.take().filter(|_| !self.has_pressed);
        let value = match self.called(at, Fit::First, function, &Value::Null).await? {
            Ok(value) => value,
            Err(end) => return Ok(Err(end)),
        };
        let text = value.as_str().unwrap_or_default();
        self.part_of(text, reading, &at.to_string()).await.map(Ok)
    }

    async fn whole(&mut self, part: PagePart) -> Result<String, MapError> {
        let tab = self.reader.tab;
        let script = match part {
            PagePart::Address => return Ok(tab.address().await?),
            PagePart::Text => acting::WORDS,
            PagePart::Source => acting::SOURCE,
        };
        Ok(tab.ask(script).await?.as_str().unwrap_or_default().to_owned())
    }

    /// The part of a text that the pattern of a reading finds.
    async fn part_of(
        &mut self,
        text: &str,
        reading: &Reading,
        place: &str,
    ) -> Result<String, MapError> {
        let Some(pattern) = &reading.pattern else { return Ok(text.to_owned()) };
        let found = pattern.captures(text);
        let part = found.as_ref().and_then(|all| all.get(1).or_else(|| all.get(0)));
        if let Some(part) = part {
            return Ok(part.as_str().to_owned());
        }
        let told = format!("the pattern {} finds nothing in {place}", pattern.as_str());
        Err(self.misfit(&told, &Controls(Vec::new())).await)
    }

    /// The error of a step that does not fit the page, with the controls that are there.
    pub(super) async fn misfit(&mut self, problem: &str, wanted: &Controls) -> MapError {
        let page = match self.seen.take() {
            Some(page) => page,
            None => self.reader.look(self.arrived.take()).await.unwrap_or_default(),
        };
        MapError::Misfit {
            step: self.step.clone(),
            problem: problem.to_owned(),
            page: page.facts.address.clone(),
            there: finding::there(&page, wanted),
        }
    }

    /// Ticks the boxes of a list and no others of a place.
    pub(super) async fn tick_only(
        &mut self,
        list: &str,
        place: &Controls,
    ) -> Result<MapStepEnd, MapError> {
        let wanted: Vec<String> = self
            .scope
            .list(list)
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect();
        let within = place.0.first().cloned().map(Box::new);
        let boxed = |name: &str| Control {
            kind: "box".to_owned(),
            name: name.to_owned(),
            within: within.clone(),
            to: None,
            nth: None,
        };
        let mut ticked = Vec::new();
        for name in &wanted {
            match self.sought(&Controls(vec![boxed(name)]), Fit::Only).await? {
                Ok(backend) => ticked.push(backend),
                Err(end) => return Ok(end),
            }
        }
        let page = self.looked().await?;
        for place in self.first_of(&page, &self.filled(&Controls(vec![boxed("*")]))?).await? {
            let node = &page.nodes[place];
            let is_wanted = ticked.contains(&node.backend);
            if node.is_checked != is_wanted {
                self.reader.call(node.backend, acting::TICK, &json!(is_wanted)).await?;
            }
        }
        Ok(MapStepEnd::Done)
    }

    /// Chooses an option of a list; one that is not a list of the browser's own is opened first.
    pub(super) async fn choose(
        &mut self,
        at: &Controls,
        option: &str,
    ) -> Result<MapStepEnd, MapError> {
        let wanted = self.scope.fill(option)?;
        match self.called(at, Fit::Only, acting::CHOOSE, &json!(wanted)).await? {
            Err(end) => Ok(end),
            Ok(Value::String(told)) if told == "open" => self.choose_by_hand(at, wanted).await,
            Ok(Value::String(problem)) => Err(self.misfit(&format!("{at} {problem}"), at).await),
            Ok(_) => Ok(MapStepEnd::Done),
        }
    }

    async fn choose_by_hand(
        &mut self,
        at: &Controls,
        wanted: String,
    ) -> Result<MapStepEnd, MapError> {
        let option = |within| Control {
            kind: "option".to_owned(),
            name: wanted.clone(),
            within,
            to: None,
            nth: None,
        };
        let page = self.looked().await?;
        let within = self.filled(at)?.0.into_iter().next().map(Box::new);
        let inner = Controls(vec![option(within)]);
        // The choices of a group are seen already; those of a list appear when it is opened.
        let is_open = !self.first_of(&page, &inner).await?.is_empty();
        self.seen = Some(page);
        if is_open {
            return self.click(&inner, false).await;
        }
        let opened = self.click(at, false).await?;
        if opened != MapStepEnd::Done {
            return Ok(opened);
        }
        self.click(&Controls(vec![option(None)]), false).await
    }

    /// Opens a part that is folded.
    pub(super) async fn unfold(&mut self, at: &Controls) -> Result<MapStepEnd, MapError> {
        let backend = match self.sought(at, Fit::Only).await? {
            Ok(backend) => backend,
            Err(end) => return Ok(end),
        };
        let nodes = self.seen.as_ref().map(|page| page.nodes.iter());
        let node = nodes.and_then(|mut nodes| nodes.find(|node| node.backend == backend));
        if node.is_some_and(|node| node.is_expanded == Some(true)) {
            return Ok(MapStepEnd::Done);
        }
        let had_pressed = self.has_pressed;
        let end = self.click(at, false).await;
        self.has_pressed = had_pressed;
        end
    }

    /// Gives a file to a field for files.
    pub(super) async fn upload(
        &mut self,
        at: &Controls,
        file: &str,
    ) -> Result<MapStepEnd, MapError> {
        let file = self.scope.fill(file)?;
        let backend = match self.sought(at, Fit::Only).await? {
            Ok(backend) => backend,
            Err(end) => return Ok(end),
        };
        if self.reader.upload(backend, &file).await? {
            return Ok(MapStepEnd::Done);
        }
        Err(self.misfit(&format!("{at} takes no file"), at).await)
    }
}

/// True if an address fits a pattern, which may be a path.
fn leads_to(address: &str, pattern: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    fits_pattern(if pattern.starts_with('/') { path } else { address }, pattern)
}
