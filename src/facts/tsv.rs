//! Tables of data that are compiled in: a row a line, its cells between tabs, `#` before a comment.

/// The lines of a table that are rows, as they are written.
pub(crate) fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = data.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The rows of a table that have so many columns.
pub(crate) fn rows<const N: usize>(data: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(data).filter_map(cells)
}

/// Those of them whose first cell is this; of the others nothing more is read.
pub(crate) fn rows_of<const N: usize>(
    data: &'static str,
    first: &str,
) -> impl Iterator<Item = [&'static str; N]> {
    let own = move |row: &&str| {
        let behind = row.strip_prefix(first);
        behind.is_some_and(|behind| behind.starts_with('\t'))
    };
    lines(data).filter(own).filter_map(cells)
}

fn cells<const N: usize>(row: &'static str) -> Option<[&'static str; N]> {
    let mut cells = row.split('\t');
    let own = std::array::from_fn(|_| cells.next());
    let fits = own.iter().all(Option::is_some) && cells.next().is_none();
    fits.then(|| own.map(Option::unwrap_or_default))
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_rows_of_another_width_are_left_out() {
        let rows: Vec<[&str; 2]> = super::rows("# a\tb\n1\t2\nx\n3\t").collect();
        assert_eq!(rows, [["1", "2"], ["3", ""]]);
        let lines: Vec<&str> = super::lines("# a\n\n1\t2\nx").collect();
        assert_eq!(lines, ["1\t2", "x"]);
        let own: Vec<[&str; 2]> = super::rows_of("a\t1\nab\t2\na\t3\t4\na\t5", "a").collect();
        assert_eq!(own, [["a", "1"], ["a", "5"]]);
    }
}
