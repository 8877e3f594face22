//! Texts of other languages, read past what stands in their quotes and brackets.

/// The characters outside quotes, with their places; inside them a backslash hides what follows it.
pub(crate) fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter(move |(_, c)| {
        match (quote, *c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(*c),
            (None, _) => return true,
            (Some(_), _) => {}
        }
        false
    })
}

/// The characters outside brackets and quotes, with their places.
pub(crate) fn outside(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut depth = 0usize;
    unquoted(text).filter(move |(_, c)| {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    })
}

/// The pieces between those commas that are outside brackets and quotes.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for (at, _) in outside(text).filter(|(_, c)| *c == ',') {
        pieces.push(&text[start..at]);
        start = at + 1;
    }
    pieces.push(&text[start..]);
    pieces
}

/// How many openers there are at most before they are closed; quotes are not looked at.
pub(crate) fn nesting(text: &str, openers: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            c => depth += usize::from(openers.contains(c)),
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_quotes_and_brackets_divides_nothing() {
        assert_eq!(
            pieces("a in (b,c),d=\"e,f\",`g,h`"),
            ["a in (b,c)", "d=\"e,f\"", "`g,h`"]
        );
        assert_eq!(pieces(""), [""]);
        let plain: String = unquoted("a'b'\"c\\\"d\"e").map(|(_, c)| c).collect();
        assert_eq!(plain, "ae");
    }

    #[test]
    fn nesting_is_that_of_openers() {
        assert_eq!(nesting("(([)])[", "([{"), 3);
        assert_eq!(nesting("!!a", "(!"), 2);
    }
}
