//! The site of the features: all of them are in it, its links lead somewhere, hostile text stays text, and people can use it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use conformance_harness::browser::{Browser, Tab};

use crate::support::{
    conform::{ROOT, conform, says, shown},
    page_tools::{FOR_READERS, page_tools},
};

/// The pages of a site with their texts, by their paths in its folder.
fn pages(site: &Path) -> BTreeMap<PathBuf, String> {
    fn add(site: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                add(site, &path, pages);
            } else if path.extension().is_some_and(|end| end == "html") {
                let inside = path.strip_prefix(site).expect("in the site").to_path_buf();
                pages.insert(inside, fs::read_to_string(&path).expect("readable"));
            }
        }
    }
    let mut found = BTreeMap::new();
    add(site, site, &mut found);
    found
}

/// The values of an attribute on a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    let begins = page.match_indices(&begin).map(|(at, _)| at + begin.len());
    begins.map(|at| page[at..].split('"').next().unwrap_or_default()).collect()
}

/// An address without its `%` and the page's own signs of HTML.
fn plain(address: &str) -> String {
    address.replace("%23", "#").replace("&#38;", "&")
}

/// Asserts that each link of each page leads to a page, and to an element that is on it once.
fn assert_links(pages: &BTreeMap<PathBuf, String>) {
    let mut ids: BTreeMap<&Path, BTreeSet<String>> = BTreeMap::new();
    for (path, page) in pages {
        let on_page = values(page, "id");
        let once: BTreeSet<String> = on_page.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(once.len(), on_page.len(), "{} has an id twice", path.display());
        ids.insert(path, once);
    }
    for (path, page) in pages {
        for link in values(page, "href").into_iter().filter(|link| !link.contains("site.css")) {
            let (page, element) = link.split_once('#').unwrap_or((link, ""));
            let mut target = path.clone();
            if !page.is_empty() {
                target.pop();
                for part in page.split('/') {
                    if part == ".." { assert!(target.pop(), "{link}") } else { target.push(part) }
                }
            }
            let place = path.display();
            let found = ids.get(target.as_path());
            assert!(found.is_some(), "{place}: {link} leads to no page");
            let has = |ids: &BTreeSet<String>| ids.contains(&plain(element));
            let is_there = element.is_empty() || found.is_some_and(has);
            assert!(is_there, "{place}: {link} leads to no element");
        }
    }
}

#[test]
fn every_rule_and_scenario_is_in_the_site_and_has_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    says(&["docs", "-o", shown(&site), "--no-run"], 0, &["no run is shown", "index.html"]);
    let pages = pages(&site);
    let all: BTreeSet<&str> = pages.values().flat_map(|page| values(page, "id")).collect();
    let listed = says(&["list"], 0, &[]);
    let mut count = 0;
    for line in listed.lines().filter(|line| line.starts_with("  ")) {
        let id = line.split_whitespace().next().expect("an id");
        assert!(all.contains(id), "{id} is not in the site");
        assert!(all.contains(id.split('#').next().expect("an id")), "{id} has no scenario");
        count += 1;
    }
    assert!(count > 2_000, "{count} scenarios");
    for line in says(&["rules"], 0, &[]).lines() {
        let id = line.split_whitespace().next().expect("an id");
        assert!(all.contains(id), "{id} is not in the site");
    }
    assert_links(&pages);
    let overview = &pages[Path::new("index.html")];
    assert!(overview.contains("Without verdicts") && !overview.contains("conforms"));
    let page = &pages[Path::new("features/payouts/bank-payout.html")];
    for words in
        ["the welcome guide", "binds every target", "Before each scenario", "payout.completed"]
    {
        assert!(page.contains(words), "the page does not say {words:?}");
    }
    assert!(!page.contains("class=\"badge"), "a page without a run shows a verdict");
    let search = fs::read_to_string(site.join("search.js")).expect("the words");
    assert!(search.contains("\"OUT-1.3\"") && search.contains("Invoice #1042"));
}

#[test]
fn the_verdicts_and_exchanges_of_a_run_are_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (run, site) = (folder.path().join("run"), folder.path().join("site"));
    let broken = ["run", "--rule=ACC-2", "--rule=OUT-1", "--fault=acc-2d", "--out", shown(&run)];
    says(&broken, 1, &["kept in"]);
    let docs = ["docs", "--run", shown(&run), "-o", shown(&site)];
    says(&docs, 0, &["the embedded sandbox", "verdicts of the run"]);
    let pages = pages(&site);
    assert_links(&pages);
    let overview = &pages[Path::new("index.html")];
    for words in ["does not conform", "Rules that are not kept: 1", "not in this run", " UTC"] {
        assert!(overview.contains(words), "the overview does not say {words:?}");
    }
    let page = &pages[Path::new("features/payouts/bank-payout.html")];
    let scenario = page.split("id=\"OUT-1.2\"").nth(1).expect("the scenario");
    let scenario = scenario.split("</article>").next().expect("its end");
    for words in
        ["✓", "passed", "Example exchange", "POST /api/v1/", "<code>201", "conform show OUT-1.2"]
    {
        assert!(scenario.contains(words), "the scenario does not show {words:?}: {scenario}");
    }
    assert!(!page.contains("Bearer ey"), "a secret is shown");
    let all: String = pages.values().map(String::as_str).collect();
    assert!(all.contains("class=\"reason"), "a reason is shown");
    // The same folder takes the next site, and loses nothing of others.
    fs::write(site.join("mine.txt"), "mine").expect("written");
    says(&["docs", "--no-run", "-o", shown(&site)], 0, &["no run is shown"]);
    assert!(site.join("mine.txt").exists());
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = shown(folder.path());
    fs::write(folder.path().join("letter.txt"), "mine").expect("written");
    let words = ["cannot be written", "holds no site of conform", "new or empty"];
    says(&["docs", "--no-run", "-o", site], 2, &words);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    let file = folder.path().join("letter.txt");
    says(&["docs", "--no-run", "-o", shown(&file)], 2, &["cannot be written"]);
    let missing = folder.path().join("no-run");
    let site = folder.path().join("site");
    let unknown = ["docs", "--run", shown(&missing), "-o", shown(&site)];
    says(&unknown, 2, &["is no kept run"]);
    assert!(!site.exists(), "an error leaves no folder");
}

/// A suite of one rule whose words are hostile, and whose rule cannot be observed but for one scenario.
const HOSTILE_FEATURE: &str = r#"Feature: Mine <script>alert(1)</script>
  A <b onclick="alert(2)">description</b>.

  @source-S @not-observable
  Rule: EVIL-2 A thing that nobody sees
    No answer shows it & no event.

  @source-W @should
  Rule: EVIL-1 A rule with <img src=x onerror=alert(3)>

    @EVIL-1.1 @decided
    Scenario: A title with </article><script>alert(4)</script>
      Given a merchant who listens for events
      When the merchant registers Ana
        """
        name: "</pre><script>alert(5)</script>"
        """
      Then the answer is 201

    @EVIL-1.2
    Scenario Outline: Each name is taken: <name>
      Given a merchant who listens for events
      When the merchant registers Ana
        """
        name: <name>
        """
      Then the answer is 201

      Examples: Names & more
        | name                      |
        | "<script>alert(6)"        |
        | Plain                     |
"#;

/// A fault that puts markup into each answer.
const HOSTILE_ANSWERS: &str = r#"
- id: markup-1
  breaks: EVIL-1
  title: Markup stands in answers
  changes:
    - at: {answer: "POST /api/v1/**", status: 201}
      do:
        - status: 200
        - set: {at: /echo, to: "<script>alert(7)</script>", make: true}
"#;

/// Writes a suite with hostile words below a folder.
fn hostile_suite(folder: &Path) -> PathBuf {
    let suite = folder.join("suite");
    fs::create_dir_all(suite.join("features/evil & <b>")).expect("made");
    fs::write(suite.join("features/evil & <b>/mine #1.feature"), HOSTILE_FEATURE).expect("written");
    for part in ["schemas", "fixtures"] {
        copy(&Path::new(ROOT).join(part), &suite.join(part));
    }
    suite
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = hostile_suite(folder.path());
    let (run, site, faults) =
        (folder.path().join("run"), folder.path().join("site"), folder.path().join("faults"));
    fs::create_dir(&faults).expect("made");
    fs::write(faults.join("markup.yaml"), HOSTILE_ANSWERS).expect("written");
    let given = format!("--suite={}", mine.display());
    let faults = format!("--faults={}", faults.display());
    let ran = conform(&["run", &given, &faults, "--fault=markup-1", "--out", shown(&run)]);
    assert_ne!(ran.status.code(), Some(2), "{}", String::from_utf8_lossy(&ran.stderr));
    says(&["docs", &given, "--run", shown(&run), "-o", shown(&site)], 0, &["1 feature, 2 rules"]);
    let pages = pages(&site);
    for (path, page) in &pages {
        let place = path.display();
        for markup in ["<script>alert", "<img", "<b ", "<b>", "onclick=\""] {
            assert!(!page.contains(markup), "{place} has {markup}");
        }
    }
    let page = pages.iter().find(|(path, _)| path.ends_with("mine #1.html")).expect("the page").1;
    for number in 1..=7 {
        assert!(page.contains(&format!("alert({number})")), "alert({number}) is not shown");
    }
    for words in
        ["Not observable from outside", "No answer shows it", "should", "id=\"EVIL-1.2#2\""]
    {
        assert!(page.contains(words), "the page does not say {words:?}");
    }
    assert!(
        values(&pages[Path::new("index.html")], "href").iter().any(|link| link.contains("%231"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_can_use_the_site_in_a_browser() {
    let Some(tools) = page_tools() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (run, site) = (folder.path().join("run"), folder.path().join("site"));
    let broken = ["run", "--rule=ACC-2", "--rule=OUT-1", "--fault=acc-2d", "--out", shown(&run)];
    says(&broken, 1, &["kept in"]);
    says(&["docs", "--run", shown(&run), "-o", shown(&site)], 0, &[]);
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    let looked_at = [
        "index.html",
        "rules.html",
        "features/payouts/bank-payout.html",
        "features/accounts/account.html",
        "features/webhooks/message.html",
        "features/journeys/welcome-guide.html",
    ];
    for page in looked_at {
        let address = format!("file://{}", site.join(page).display());
        tab.open(&address).await.expect("the page opens");
        tools.assert_usable(&tab, page, &FOR_READERS).await;
    }
    let page = site.join("features/journeys/welcome-guide.html");
    tab.open(&format!("file://{}#OUT-1.3", page.display())).await.expect("the page opens");
    let moved = "return location.href;";
    wait_for(&tab, moved, "features/payouts/bank-payout.html#OUT-1.3").await;
    let search = "const words = document.getElementById('words'); words.value = 'order shows the amount, the account'; \
                  words.dispatchEvent(new Event('input')); \
                  return document.querySelector('#found-list a')?.href ?? '';";
    wait_for(&tab, search, "features/payouts/bank-payout.html#OUT-1.3").await;
    tools.assert_usable(&tab, "the results of a search", &FOR_READERS).await;
    browser.close().await;
}

/// Waits until a script gives a text with this end.
async fn wait_for(tab: &Tab, script: &str, end: &str) {
    let mut found = String::new();
    for _ in 0..100 {
        let value = tab.run(script, vec![]).await.expect("runs");
        value.as_str().unwrap_or_default().clone_into(&mut found);
        if found.ends_with(end) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(found.ends_with(end), "{found:?} does not end with {end:?}");
}
