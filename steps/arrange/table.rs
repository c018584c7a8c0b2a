//! Tables below steps, read by the names of their columns.

use conformance_harness::verdict::Fault;
use gherkin::Step;

/// The rows of the table below a step, their cells in the order of `columns`. A first row that names the columns may have them in
/// another order; without such a row the cells are taken as they stand.
///
/// # Errors
/// If there is no table, or a column is missing.
pub(crate) fn rows<const N: usize>(
    step: &Step,
    columns: [&str; N],
) -> Result<Vec<[String; N]>, Fault> {
    let table = step.table.as_ref().ok_or_else(|| Fault::error("this phrase needs a table"))?;
    let Some(first) = table.rows.first() else { return Ok(Vec::new()) };
    let is_named = first.iter().any(|cell| columns.contains(&cell.as_str()));
    let mut order = std::array::from_fn(|index| index);
    if is_named {
        for (place, column) in order.iter_mut().zip(columns) {
            let missing =
                || Fault::error(format!("the column {column:?} of the table below is missing"));
            *place = first.iter().position(|cell| cell == column).ok_or_else(missing)?;
        }
    }
    let cell = |row: &[String], index: usize| row.get(index).cloned().unwrap_or_default();
    let rows = table.rows.iter().skip(usize::from(is_named));
    Ok(rows.map(|row| order.map(|index| cell(row, index))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(rows: &[[&str; 2]]) -> Step {
        let lines = rows.iter().map(|[one, two]| format!("      | {one} | {two} |\n"));
        let lines: Vec<String> = lines.collect();
        let text = format!("Feature: F\n  Scenario: S\n    Given t:\n{}\n", lines.concat());
        let feature = gherkin::Feature::parse(text, gherkin::GherkinEnv::default());
        feature.expect("it is Gherkin").scenarios[0].steps[0].clone()
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let wanted = [["1".to_owned(), "2".to_owned()]];
        for table in [[["a", "b"], ["1", "2"]].as_slice(), &[["b", "a"], ["2", "1"]], &[["1", "2"]]]
        {
            assert_eq!(rows(&step(table), ["a", "b"]).expect("readable"), wanted);
        }
        assert!(rows(&step(&[["a", "c"], ["1", "2"]]), ["a", "b"]).is_err());
    }
}
