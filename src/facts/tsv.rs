//! Tables of data that are compiled in: a row a line, its cells between tabs, `#` before a comment.

/// The rows of a table that has so many columns.
pub(crate) fn rows<const N: usize>(data: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let rows = data.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split('\t').collect::<Vec<_>>().try_into().ok())
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_rows_of_another_width_are_left_out() {
        let rows: Vec<[&str; 2]> = super::rows("# a\tb\n1\t2\nx\n3\t").collect();
        assert_eq!(rows, [["1", "2"], ["3", ""]]);
    }
}
