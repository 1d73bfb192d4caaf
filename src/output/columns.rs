//! Tables of text for people: columns that line up, two blanks between them.

/// The rows, each cell as wide as the widest of its column; nothing stands behind the last one.
pub fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn columns_line_up() {
        let rows = [["A", "B"], ["long", "é"], ["", "x"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows), "A     B\nlong  é\n      x\n");
    }
}
