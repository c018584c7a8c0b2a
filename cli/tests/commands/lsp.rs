//! The language server: its messages as an editor sends and reads them.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{
    conform::ROOT,
    editor::{Editor, FILE, feature, place, start},
    own_suite::own_suite,
};

#[test]
fn mistakes_are_told_while_somebody_writes_and_are_gone_when_they_are_corrected() {
    let text = feature();
    let broken = text.replacen("Then the answer is 201", "Then the anwser is 201", 1);
    let mut editor = Editor::open(&broken);
    let found = editor.mistakes(0);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"], place(&broken, "anwser"), "{found:?}");
    let message = found[0]["message"].as_str().expect("a text");
    assert!(message.contains("did you mean") && message.contains("the answer is"), "{message}");
    editor.change(&text);
    assert_eq!(editor.mistakes(1), Vec::<Value>::new());
    // Columns are counted in units of UTF-16, of which a symbol has two.
    let symbols = text.replacen("reference: \"Invoice", "reference: \"💶Ü {nobody}", 1);
    editor.change(&symbols);
    let found = editor.mistakes(2);
    let (start, end) = (place(&symbols, "{nobody}"), place(&symbols, "{nobody}").clone());
    let units = |place: &Value| place["character"].as_u64().expect("a number");
    assert_eq!(found[0]["range"]["start"], start, "{found:?}");
    assert_eq!(units(&found[0]["range"]["end"]), units(&end) + 8, "{found:?}");
    let document = json!({ "textDocument": { "uri": editor.address() } });
    editor.tell("textDocument/didClose", &document);
    let closed = editor.wait_for("textDocument/publishDiagnostics");
    assert_eq!(closed["diagnostics"], json!([]), "a closed text has no mistakes");
}

#[test]
fn completions_have_templates_explanations_and_examples() {
    let text = feature();
    let mut editor = Editor::open(&text);
    let begun = format!("{text}\n    @OUT-1.99\n    Scenario: A payout\n");
    let payouts = editor.completions(&format!("{begun}      When the merchant pays EUR 1.00 o"));
    let labels: Vec<&str> = payouts.iter().filter_map(|one| one["label"].as_str()).collect();
    assert!(
        labels.iter().any(|label| label.starts_with("the merchant pays {money} out of")),
        "{labels:?}"
    );
    let payout = &payouts[0];
    assert_eq!(payout["insertTextFormat"], 2, "a template: {payout}");
    assert!(
        payout["textEdit"]["newText"].as_str().is_some_and(|text| text.contains("${1:EUR 250.00}")),
        "{payout}"
    );
    assert_eq!(payout["documentation"], Value::Null, "it is asked for apart");
    let explained = editor.ask("completionItem/resolve", payout);
    let explained = explained["documentation"]["value"].as_str().expect("an explanation");
    assert!(explained.contains("```gherkin"), "an example: {explained}");
    let states = editor.completions(&format!("{begun}      Then the order is "));
    let inserted = |one: &Value| one["textEdit"]["newText"].as_str().unwrap_or_default().to_owned();
    assert_eq!(inserted(&states[0]), "cancelled", "{states:?}");
    let template =
        states.iter().map(inserted).find(|text| text.contains("${1|cancelled,completed,"));
    assert!(template.is_some(), "{states:?}");
    let below = format!(
        "{begun}      When the merchant pays EUR 1.00 out of Ana's EUR account\n        \"\"\"\n        "
    );
    let members = editor.completions(&format!("{below}ref"));
    assert_eq!(members.len(), 1, "{members:?}");
    assert_eq!(members[0]["textEdit"]["newText"], "reference: ");
    let tags = editor.completions(&format!("{text}\n    @needs-cl"));
    assert_eq!(tags[0]["label"], "@needs-clock");
    // The quickest of several: other tests run beside this one.
    let quickest = (0..9).map(|number| {
        let text = format!("{begun}      # {number}\n      And the ");
        let before = Instant::now();
        editor.completions(&text);
        before.elapsed()
    });
    let quickest = quickest.min().expect("a time");
    assert!(quickest < Duration::from_millis(50), "{quickest:?}");
}

#[test]
fn what_the_pointer_is_on_is_explained_and_leads_to_its_definition() {
    let text = feature();
    let mut editor = Editor::open(&text);
    let said = |answer: &Value| answer["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let step = "the merchant pays EUR 250.00";
    let phrase = editor.at("textDocument/hover", &text, step);
    assert!(said(&phrase).contains("When {actor} pays {money} out of"), "{phrase}");
    let tag = editor.at("textDocument/hover", &text, "source-W");
    assert!(said(&tag).contains("welcome guide"), "{tag}");
    let scenario = editor.at("textDocument/hover", &text, "OUT-1.1");
    assert!(said(&scenario).contains("**OUT-1** (W)"), "{scenario}");
    let with = text.replacen(
        "holds EUR 250.00",
        "holds EUR 250.00\n      And the merchant sends GET /api/v1/orders/{order.1}",
        1,
    );
    editor.change(&with);
    let reference = editor.at("textDocument/hover", &with, "order.1}");
    assert!(said(&reference).contains("the first order"), "{reference}");
    let way = editor.at("textDocument/definition", &text, "OUT-1.1");
    assert_eq!(way[0]["uri"], editor.address());
    assert_eq!(
        way[0]["range"]["start"]["line"],
        place(&text, "Scenario: A payout of part")["line"]
    );
    // This suite has no sources of phrases, and the project has.
    assert_eq!(editor.at("textDocument/definition", &with, step), Value::Null);
}

#[test]
fn a_phrase_leads_to_its_explanation_and_to_its_function() {
    let (server, input, output) = start(Path::new(ROOT));
    let suite = own_suite(&[]);
    let (received, input) = (Vec::new(), Some(input));
    let mut editor = Editor { server, input, output, suite, requests: 0, version: 0, received };
    editor.ask("initialize", &json!({ "capabilities": {} }));
    editor.tell("initialized", &json!({}));
    let text = feature();
    let address = format!(
        "file://{}",
        fs::canonicalize(Path::new(ROOT).join(FILE)).expect("is there").display()
    );
    let document = json!({ "uri": address, "languageId": "cucumber", "version": 0, "text": text });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let position = place(&text, "the merchant pays EUR 250.00");
    let asked = json!({ "textDocument": { "uri": address }, "position": position });
    let found = editor.ask("textDocument/definition", &asked);
    let line = |place: &Value| {
        let path =
            place["uri"].as_str().expect("an address").trim_start_matches("file://").to_owned();
        let number =
            place["range"]["start"]["line"].as_u64().and_then(|line| usize::try_from(line).ok());
        let text = fs::read_to_string(&path).expect("readable");
        (path, text.lines().nth(number.expect("a line")).expect("a line").to_owned())
    };
    let (path, explained) = line(&found[0]);
    assert!(path.ends_with("steps/phrases/payment.yaml"), "{path}");
    assert!(explained.contains("When {actor} pays {money} out of"), "{explained}");
    let (path, function) = line(&found[1]);
    assert!(path.ends_with("steps/phrases/payment.rs"), "{path}");
    assert!(function.contains("pays"), "{function}");
}

#[test]
fn a_lens_runs_the_text_as_it_is_in_the_editor() {
    let text = feature();
    let mut editor = Editor::open(&text);
    let lenses = |editor: &mut Editor| {
        let document = json!({ "textDocument": { "uri": editor.address() } });
        editor.ask("textDocument/codeLens", &document)
    };
    let titles = |lenses: &Value| {
        let lenses = lenses.as_array().expect("a list").iter();
        lenses
            .map(|lens| lens["command"]["title"].as_str().expect("a title").to_owned())
            .collect::<Vec<_>>()
    };
    let offered = lenses(&mut editor);
    assert_eq!(titles(&offered)[..3], ["Run the file", "Run the rule", "Run"]);
    let run = |editor: &mut Editor, lens: &Value| {
        let command = &lens["command"];
        let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
        assert_eq!(editor.ask("workspace/executeCommand", &asked), Value::Null);
        editor.wait_for("window/showMessage")["message"].as_str().expect("a text").to_owned()
    };
    assert_eq!(run(&mut editor, &offered[2]), "OUT-1.1: conforms");
    let story = editor.wait_for("window/logMessage");
    let story = story["message"].as_str().expect("a text");
    assert!(story.contains("PASSED") && story.contains("POST /api/v1/"), "{story}");
    editor.wait_for("workspace/codeLens/refresh");
    assert_eq!(titles(&lenses(&mut editor))[2], "Run again (passed)");
    // The run is about the text in the editor, which was not saved.
    let wrong = text.replacen("account holds EUR 250.00", "account holds EUR 251.00", 1);
    editor.change(&wrong);
    assert_eq!(editor.mistakes(1), Vec::<Value>::new());
    assert_eq!(run(&mut editor, &offered[2]), "OUT-1.1: does not conform");
    let found = editor.mistakes(1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0]["range"]["start"]["line"],
        place(&wrong, "account holds EUR 251.00")["line"]
    );
    assert!(
        found[0]["message"].as_str().is_some_and(|text| text.contains("EUR 250.00")),
        "{found:?}"
    );
    editor.change(&text);
    assert_eq!(editor.mistakes(2), Vec::<Value>::new(), "a changed text was not run");
}

#[test]
fn a_text_is_laid_out_unless_it_has_mistakes() {
    let text = feature();
    let untidy = text.replacen("      When ", "   When ", 1);
    let mut editor = Editor::open(&untidy);
    let asked = json!({ "textDocument": { "uri": editor.address() }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.ask("textDocument/formatting", &asked);
    assert_eq!(edits[0]["newText"], text, "{edits}");
    let whole = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": untidy.matches('\n').count(), "character": 0 },
    });
    assert_eq!(edits[0]["range"], whole, "the edit takes the place of the whole text");
    editor.change(&untidy.replace('\n', "\r\n"));
    let edits = editor.ask("textDocument/formatting", &asked);
    assert_eq!(edits[0]["newText"], text.replace('\n', "\r\n"), "ends of lines stay");
    editor.change(&text);
    assert_eq!(editor.ask("textDocument/formatting", &asked), json!([]));
    editor.change("Feature: F\n  Scenario: S\n    Given a merchant\n    Oops\n");
    assert_eq!(editor.ask("textDocument/formatting", &asked), Value::Null);
}

#[test]
fn a_text_of_the_past_is_no_part_of_the_suite() {
    let text = feature();
    let mut editor = Editor::open(&text);
    assert_eq!(editor.mistakes(0), Vec::<Value>::new());
    let old = editor.address().replace("file:", "git:");
    let past = text.replace("Then the answer", "Then the anwser");
    let document = json!({ "uri": old, "languageId": "cucumber", "version": 9, "text": past });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let untidy = text.replacen("      When ", "   When ", 1);
    editor.change(&untidy);
    assert_eq!(editor.mistakes(1), Vec::<Value>::new());
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let asked = json!({ "textDocument": { "uri": editor.address() }, "options": options });
    let edits = editor.ask("textDocument/formatting", &asked);
    assert_eq!(edits[0]["newText"], text, "{edits}");
}

#[test]
fn a_run_is_stopped_and_the_next_one_is_judged() {
    let text = feature();
    let mut editor = Editor::open(&text);
    let order = |line: Option<usize>| {
        let uri = format!("file://{}", editor.suite.path().join(FILE).display());
        json!({ "command": "conform.run", "arguments": [{ "uri": uri, "line": line }] })
    };
    let (all, first) = (order(None), order(Some(13)));
    assert_eq!(editor.ask("workspace/executeCommand", &all), Value::Null);
    editor.ask("workspace/executeCommand", &json!({ "command": "conform.stop" }));
    // The run may have been quicker than the command.
    let words = editor.wait_for("window/showMessage");
    let words = words["message"].as_str().expect("a text").to_owned();
    assert!(words.contains("stopped in the editor") || words.contains("conforms"), "{words}");
    editor.ask("workspace/executeCommand", &first);
    let words = editor.wait_for("window/showMessage");
    assert_eq!(words["message"], "OUT-1.1: conforms");
}

#[test]
fn the_end_is_an_agreement() {
    let mut editor = Editor::open(&feature());
    let unknown = editor.ask("textDocument/rename", &json!({}));
    assert!(
        unknown["error"].as_str().is_some_and(|text| text.contains("is not offered")),
        "{unknown}"
    );
    let wrong = editor.ask("workspace/executeCommand", &json!({ "command": "conform.dance" }));
    assert!(wrong["error"].as_str().is_some_and(|text| text.contains("conform.run")), "{wrong}");
    editor.ask("shutdown", &Value::Null);
    editor.tell("$/cancelRequest", &json!({ "id": 1 }));
    let late = editor.ask("textDocument/hover", &json!({}));
    assert!(late["error"].as_str().is_some_and(|text| text.contains("has ended")), "{late}");
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.exit_code(), Some(0));
    let mut lost = Editor::open(&feature());
    drop(lost.input.take());
    assert_eq!(lost.exit_code(), Some(2), "the editor was gone");
}

#[test]
fn without_a_suite_the_editor_is_told_how_to_name_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (server, input, output) = start(folder.path());
    let (received, input, suite) = (Vec::new(), Some(input), folder);
    let mut editor = Editor { server, input, output, suite, requests: 0, version: 0, received };
    let refused = editor.ask("initialize", &json!({ "capabilities": {} }));
    let words = refused["error"].as_str().expect("an error");
    assert!(words.contains("features/") && words.contains("--suite"), "{refused}");
    drop(editor.input.take());
    assert_eq!(editor.exit_code(), Some(2));
}
