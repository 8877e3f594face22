//! What a sentence speaks of, word by word, for finding the known sentence that is nearest to it. Nothing is judged
//! by this: what it finds is read by the grammar before anybody sees it.

use std::ops::Range;

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A thing or a quality that sentences speak of.
    Concept(&'static str),
    /// A bound.
    Bound(Bound),
    /// A number with the sort of its unit.
    Number(Unit),
    /// A name or a text of the author's own.
    Name,
    /// A state that nobody wishes for.
    Trouble,
    /// It denies.
    Not,
    /// It turns, limits or undoes what stands beside it: without it another thing would be said.
    Turns,
    /// When, how or how surely: told where it is left out, and nothing that has to be carried.
    Aside,
    /// It says nothing.
    Filler,
    /// Anything else.
    Word,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    AtMost,
    Below,
    AtLeast,
    Above,
}

impl Bound {
    /// How it is written behind a number in Korean, before it in English.
    pub(super) fn written(self, korean: bool) -> &'static str {
        match (self, korean) {
            (Bound::AtMost, true) => "이하",
            (Bound::Below, true) => "미만",
            (Bound::AtLeast, true) => "이상",
            (Bound::Above, true) => "초과",
            (Bound::AtMost, false) => "at most",
            (Bound::Below, false) => "below",
            (Bound::AtLeast, false) => "at least",
            (Bound::Above, false) => "above",
        }
    }
}

/// The sort of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Count,
    Ratio,
    Percent,
    Cores,
    Bytes,
    Time,
    Image,
    Other,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) term: Term,
    pub(super) at: Range<usize>,
}

/// Phrases that are bounds, the longest first where one holds another. Behind a number only, if so marked.
const BOUNDS: &[(Bound, bool, &[&str])] = &[
    (
        Bound::AtMost,
        false,
        &[
            "넘지 않",
            "넘지 말",
            "넘으면 안",
            "넘어서는 안",
            "초과하지 않",
            "초과하면 안",
            "shouldn't exceed",
            "does not exceed",
            "do not exceed",
            "should not exceed",
            "must not exceed",
            "not exceed",
            "never goes over",
            "never go over",
            "never goes above",
            "never go above",
            "never exceeds",
            "never exceed",
            "doesn't exceed",
            "no more than",
            "not more than",
            "not go above",
            "not go over",
            "no higher than",
            "at most",
            "up to",
            "or less",
            "or fewer",
            "<=",
            "≤",
        ],
    ),
    (
        Bound::AtLeast,
        false,
        &[
            "아래로 떨어지지 않",
            "no fewer than",
            "no less than",
            "not fewer than",
            "not less than",
            "not drop below",
            "not fall below",
            "at least",
            "or more",
            "or higher",
            "적어도",
            ">=",
            "≥",
        ],
    ),
    (
        Bound::Below,
        false,
        &[
            "밑돌",
            "밑도",
            "보다 작",
            "보다 낮",
            "보다 적",
            "lower than",
            "less than",
            "fewer than",
            "smaller than",
            "below",
            "under",
            "<",
        ],
    ),
    (
        Bound::Above,
        false,
        &[
            "웃돌",
            "웃도",
            "보다 크",
            "보다 큰",
            "보다 높",
            "보다 많",
            "higher than",
            "greater than",
            "more than",
            "above",
            "over",
            ">",
        ],
    ),
    (Bound::AtMost, true, &["이하", "이내"]),
    (Bound::AtLeast, true, &["이상"]),
    (Bound::Below, true, &["미만"]),
    (Bound::Above, true, &["초과"]),
];

/// Words that are one thing together.
const PHRASES: &[(Term, &[&str])] = &[
    (Term::Concept("external"), &["external ip", "외부 ip"]),
    (
        Term::Concept("service"),
        &["load balancers", "load balancer"],
    ),
    (
        Term::Concept("volume"),
        &["volume claims", "volume claim", "볼륨 클레임"],
    ),
    (Term::Concept("complete"), &["went through", "gone through"]),
    (
        Term::Concept("assigned"),
        &["picked up", "pick up", "picks up"],
    ),
    (
        Term::Concept("different"),
        &[
            "spread over",
            "spread across",
            "distributed over",
            "distributed across",
        ],
    ),
    // What a denial makes whole: not even one.
    (
        Term::Filler,
        &[
            "한 개도",
            "한개도",
            "하나도",
            "한 건도",
            "한 번도",
            "한 대도",
            "a single",
        ],
    ),
    (
        Term::Word,
        &["log in", "logs in", "logged in", "log into", "sign in"],
    ),
    (
        Term::Aside,
        &[
            "by then",
            "by now",
            "any more",
            "any longer",
            "or so",
            "at all",
            "at last",
            "더 이상",
        ],
    ),
];

/// When, how or how surely.
const ASIDES: &[&str] = &[
    "again",
    "already",
    "eventually",
    "hopefully",
    "soon",
    "finally",
    "successfully",
    "properly",
    "correctly",
    "safely",
    "smoothly",
    "well",
    "still",
    "always",
    "anymore",
];

/// The same in Korean, by how they begin.
const ASIDES_KO: &[&str] = &[
    "다시",
    "이미",
    "곧",
    "되도록",
    "가급적",
    "전혀",
    "절대",
    "무사히",
    "골고루",
    "한참",
    "정도",
    "더는",
    "이제",
    "계속",
    "항상",
    "아직",
    "충분히",
];

/// What sentences speak of: English words as they are, Korean ones by how they begin.
const CONCEPTS: &[(&str, &[&str])] = &[
    ("pod", &["pod", "pods", "파드", "팟"]),
    ("node", &["node", "nodes", "노드"]),
    (
        "running",
        &[
            "running", "run", "runs", "up", "started", "alive", "실행", "떠", "뜨", "떴", "올라",
            "기동", "구동", "돌아",
        ],
    ),
    ("ready", &["ready", "issued", "준비", "레디", "발급"]),
    (
        "healthy",
        &["healthy", "fine", "health", "정상", "양호", "멀쩡"],
    ),
    (
        "restart",
        &[
            "restart",
            "restarts",
            "restarted",
            "restarting",
            "재시작",
            "재기동",
        ],
    ),
    ("log", &["log", "logs", "로그"]),
    ("error", &["error", "errors", "에러", "오류"]),
    ("warning", &["warning", "warnings", "경고"]),
    ("event", &["event", "events", "이벤트"]),
    ("cpu", &["cpu"]),
    ("memory", &["memory", "mem", "ram", "메모리"]),
    (
        "usage",
        &[
            "usage",
            "use",
            "uses",
            "consumption",
            "consumes",
            "utilization",
            "사용",
        ],
    ),
    ("image", &["image", "images", "이미지"]),
    (
        "http",
        &[
            "http",
            "status",
            "code",
            "responds",
            "response",
            "returns",
            "answers",
            "respond",
            "응답",
            "반환",
            "돌려",
            "상태코드",
        ],
    ),
    ("service", &["service", "services", "서비스", "로드밸런서"]),
    ("endpoint", &["endpoint", "endpoints", "엔드포인트"]),
    ("ingress", &["ingress", "인그레스"]),
    (
        "volume",
        &[
            "pvc",
            "pvcs",
            "volume",
            "volumes",
            "claim",
            "claims",
            "볼륨",
            "클레임",
        ],
    ),
    ("bound", &["bound", "바인딩", "바운드"]),
    ("job", &["job", "jobs", "잡이", "잡은", "잡도", "잡들"]),
    (
        "complete",
        &[
            "completed",
            "complete",
            "completes",
            "finished",
            "finishes",
            "succeeded",
            "succeeds",
            "완료",
            "성공",
            "끝",
            "done",
        ],
    ),
    (
        "app",
        &[
            "application",
            "app",
            "argo",
            "argocd",
            "애플리케이션",
            "어플리케이션",
            "앱",
        ],
    ),
    ("synced", &["synced", "sync", "동기화", "싱크"]),
    ("deployment", &["deployment", "deployments", "디플로이먼트"]),
    ("available", &["available", "가용", "사용 가능"]),
    (
        "replica",
        &["replica", "replicas", "instances", "레플리카", "복제본"],
    ),
    ("desired", &["desired"]),
    (
        "equal",
        &[
            "equals", "equal", "matches", "match", "same", "동일", "같", "일치", "agree", "agrees",
            "맞아", "맞는",
        ],
    ),
    (
        "every",
        &[
            "all", "every", "each", "any", "모든", "모두", "전부", "전체", "각", "마다", "별",
        ],
    ),
    (
        "exist",
        &[
            "exists",
            "exist",
            "there",
            "created",
            "present",
            "존재",
            "생성",
            "만들어",
        ],
    ),
    (
        "hold",
        &[
            "contain", "contains", "show", "shows", "appear", "appears", "includes", "include",
            "see", "mention", "mentions", "포함", "남", "찍", "보",
        ],
    ),
    (
        "collect",
        &[
            "collected",
            "arrive",
            "arrives",
            "flow",
            "flowing",
            "ingested",
            "수집",
            "들어",
            "유입",
            "쌓",
        ],
    ),
    ("output", &["output", "printed", "prints", "결과", "출력"]),
    ("rollout", &["rollout", "rolled", "롤아웃"]),
    (
        "different",
        &[
            "different",
            "separate",
            "distinct",
            "다른",
            "각기",
            "여러",
            "퍼져",
            "퍼지",
            "흩어",
        ],
    ),
    ("last", &["last", "past", "previous", "최근", "지난"]),
    ("address", &["address", "addresses", "주소"]),
    ("external", &["external-ip"]),
    (
        "assigned",
        &["assigned", "allocated", "got", "할당", "부여", "붙"],
    ),
    (
        "certificate",
        &["certificate", "certificates", "cert", "certs", "인증서"],
    ),
    ("oom", &["oomkilled", "oom"]),
];

/// States that nobody wishes for.
const TROUBLE: &[&str] = &[
    "pending",
    "crashloopbackoff",
    "imagepullbackoff",
    "errimagepull",
    "failed",
    "evicted",
    "terminating",
    "unknown",
    "notready",
    "containercreating",
];

const NOT: &[&str] = &[
    "no", "not", "never", "without", "none", "nothing", "zero", "free", "cannot", "empty", "안",
    "못",
];

/// What turns, limits or undoes.
const TURNS: &[&str] = &[
    "except",
    "unless",
    "if",
    "until",
    "when",
    "while",
    "before",
    "neither",
    "nor",
    "either",
    "or",
    "but",
    "than",
    "old",
    "stop",
    "stops",
    "stopped",
    "fail",
    "fails",
    "disabled",
    "removed",
    "deleted",
    "gone",
    "lost",
    "recover",
    "recovers",
    "recovered",
    "then",
    "was",
    "were",
    "had",
    "increases",
    "decreases",
    "increase",
    "decrease",
    "alert",
    "alerts",
    "otherwise",
    "→",
    "←",
];

/// Numbers in words.
const NUMBERS: &[(&str, u64)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("하나", 1),
    ("한", 1),
    ("두", 2),
    ("둘", 2),
    ("세", 3),
    ("셋", 3),
    ("네", 4),
    ("넷", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
    ("열", 10),
];

/// The number that a word is.
pub(super) fn in_digits(word: &str) -> Option<u64> {
    let lower = word.to_ascii_lowercase();
    let bare = lower.strip_suffix("만").unwrap_or(&lower);
    let found = NUMBERS.iter().find(|(word, _)| *word == bare);
    found.map(|(_, number)| *number)
}

/// What is missing where all is well: `문제 없이`.
const UNTROUBLED: &[&str] = &["문제", "이상", "끊김", "무리", "차질", "지장"];

const TURNS_KO: &[&str] = &[
    "제외",
    "이외",
    "외에",
    "빼고",
    "말고",
    "경우",
    "만약",
    "하지만",
    "또는",
    "이전",
    "기존",
    "중지",
    "중단",
    "실패",
    "삭제",
    "제거",
    "종료",
    "해제",
    "사라",
    "복구",
    "회복",
    "증가",
    "감소",
    "변경",
    "알림",
    "았",
    "었",
    "라도",
    "예정",
    "수도",
];

const FILLER: &[&str] = &[
    "the", "a", "an", "is", "are", "be", "been", "being", "should", "must", "will", "shall",
    "that", "it", "they", "this", "has", "have", "of", "in", "on", "at", "to", "for", "with",
    "and", "check", "verify", "confirm", "ensure", "make", "sure", "expect", "expected", "state",
    "get", "gets", "we", "do", "does", "can", "its", "our", "now", "as", "by", "from", "please",
    "there", "stuck", "ought", "needs", "need", "want", "wants", "like", "i", "i'd", "we'd",
];

/// How a past ends that is no more than what has come to be: `할당되었는지`, `끝났어야`.
const PAST: &[&str] = &["는지", "는가", "어야", "을", "음", "음을"];

/// Verbs and nouns that say nothing, by how they begin.
const FILLER_KO: &[&str] = &[
    "확인",
    "상태",
    "있",
    "함",
    "하",
    "해",
    "합",
    "한다",
    "되",
    "된",
    "됨",
    "돼",
    "제대로",
    "여부",
    "여야",
    "이어야",
    "인지",
    "으로",
    "표시",
    "나오",
    "나와",
    "나야",
    "나는",
    "기대",
    "동안",
    "모습",
    "할",
    "걸린",
    "걸려",
    "빠진",
    "빠져",
    "상태인",
    "이며",
    "이고",
    "라는",
    "라고",
    "문구",
];

/// Particles and units, alone or before one more.
const PARTICLES: &[char] = &[
    '이', '가', '은', '는', '을', '를', '의', '에', '로', '와', '과', '도', '만', '고', '며', '인',
    '임', '개', '대', '건', '회', '번', '지', '내', '수', '것', '야', '잘', '간', '여',
];

/// The words of a sentence.
pub(super) fn terms(text: &str) -> Vec<Token> {
    // Of ASCII only, so that every place stays.
    let lower = text.to_ascii_lowercase();
    let mut tokens = phrases(&lower);
    for bound in bounds(&lower) {
        if !tokens.iter().any(|one| overlap(&one.at, &bound.at)) {
            tokens.push(bound);
        }
    }
    for chunk in chunks(text) {
        if tokens.iter().any(|one| overlap(&one.at, &chunk)) {
            continue;
        }
        let term = term(&text[chunk.clone()]);
        tokens.push(Token { term, at: chunk });
    }
    tokens.sort_by_key(|one| one.at.start);
    for at in 1..tokens.len() {
        let (before, word) = (
            &lower[tokens[at - 1].at.clone()],
            &lower[tokens[at].at.clone()],
        );
        // `show up` is no being up, and `…ㄹ 수 있다` no being.
        match (before, word) {
            ("come" | "comes", "up") => tokens[at].term = Term::Word,
            ("show" | "shows", "up") => tokens[at].term = Term::Filler,
            _ => {}
        }
        if before == "수" && word.starts_with('있') {
            tokens[at].term = Term::Turns;
        }
        // `…면 안 됨` is no condition.
        if let Some(stem) = before.strip_suffix('면')
            && word.starts_with('안')
        {
            let denied = term(stem);
            tokens[at].term = Term::Not;
            tokens[at - 1].term = denied;
        }
    }
    tokens
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The words that are one thing together, each to the end of its last word.
fn phrases(lower: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (term, phrases) in PHRASES {
        for phrase in *phrases {
            for (at, _) in lower.match_indices(phrase) {
                let begins = !lower[..at].ends_with(|c: char| c.is_alphanumeric());
                let rest = &lower[at + phrase.len()..];
                let goes_on = |c: char| c.is_alphanumeric();
                // A Korean word goes on with its particle.
                let tail = match phrase.is_ascii() {
                    true => 0,
                    false => rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len()),
                };
                let ends = !phrase.is_ascii() || !rest.starts_with(goes_on);
                let place = at..at + phrase.len() + tail;
                if begins && ends && !found.iter().any(|one| overlap(&one.at, &place)) {
                    found.push(Token {
                        term: term.clone(),
                        at: place,
                    });
                }
            }
        }
    }
    found
}

/// The phrases that are bounds, each to the end of its word.
fn bounds(lower: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (bound, behind_number, phrases) in BOUNDS {
        for phrase in *phrases {
            for (at, _) in lower.match_indices(phrase) {
                let before = lower[..at].trim_end();
                let own = before
                    .rsplit(char::is_whitespace)
                    .next()
                    .unwrap_or_default();
                let has_number = own.contains(|c: char| c.is_ascii_digit());
                let inside = phrase.starts_with(|c: char| c.is_ascii_alphabetic())
                    && lower[..at].ends_with(|c: char| c.is_alphanumeric());
                let rest = &lower[at + phrase.len()..];
                let goes_on = phrase.ends_with(|c: char| c.is_ascii_alphabetic())
                    && rest.starts_with(|c: char| c.is_alphanumeric());
                let korean = !phrase.is_ascii();
                let tail = match korean {
                    true => rest.find(|c: char| c.is_whitespace() || ",.;)".contains(c)),
                    false => Some(0),
                };
                let end = at + phrase.len() + tail.unwrap_or(rest.len());
                let taken = found
                    .iter()
                    .any(|one| one.at.start < end && at < one.at.end);
                if inside || goes_on || taken || (*behind_number && !has_number) {
                    continue;
                }
                found.push(Token {
                    term: Term::Bound(*bound),
                    at: at..end,
                });
            }
        }
    }
    found
}

/// The words: code spans and quotations whole, Latin and Korean apart, no punctuation.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let closing = match first {
            '`' => Some('`'),
            '"' => Some('"'),
            '“' => Some('”'),
            _ => None,
        };
        let quoted = closing.and_then(|closing| {
            let from = at + first.len_utf8();
            Some(from + text[from..].find(closing)? + closing.len_utf8())
        });
        if let Some(end) = quoted {
            chunks.push(at..end);
            at = end;
            continue;
        }
        let is_latin = |c: char| c.is_ascii_alphanumeric() || "-_./%:'".contains(c);
        let of_kind = |c: char| match first.is_ascii() {
            true => is_latin(c),
            false => !c.is_ascii() && c.is_alphanumeric(),
        };
        let length: usize = text[at..]
            .chars()
            .take_while(|c| of_kind(*c))
            .map(char::len_utf8)
            .sum();
        if length == 0 {
            if "~≈±→←".contains(first) {
                chunks.push(at..at + first.len_utf8());
            }
            at += first.len_utf8();
            continue;
        }
        let word = text[at..at + length].trim_end_matches(['.', ':', '-', '/', '\'']);
        if !word.is_empty() {
            chunks.push(at..at + word.len());
        }
        at += length;
    }
    joined(text, chunks)
}

/// A number and its Korean unit are one.
fn joined(text: &str, chunks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for chunk in chunks {
        let word = &text[chunk.clone()];
        let of_time = ["분", "시간", "일", "초"]
            .iter()
            .any(|unit| word.starts_with(unit))
            || [
                "minute", "minutes", "min", "hour", "hours", "hr", "day", "days", "second",
                "seconds",
            ]
            .contains(&word);
        match all.last_mut() {
            Some(last) if word == "없이" && UNTROUBLED.contains(&&text[last.clone()]) => {
                last.end = chunk.end
            }
            Some(last)
                if of_time
                    && text[last.clone()].chars().all(|c| c.is_ascii_digit())
                    && text[last.end..chunk.start].trim().is_empty() =>
            {
                let unit = ["시간", "분", "일", "초"]
                    .iter()
                    .find(|unit| word.starts_with(**unit));
                last.end = chunk.start + unit.map_or(word.len(), |unit| unit.len());
            }
            Some(_) | None => all.push(chunk),
        }
    }
    all
}

fn term(word: &str) -> Term {
    if word.starts_with(['`', '"', '“']) {
        return Term::Name;
    }
    let lower = word.to_ascii_lowercase();
    if let Some(unit) = unit(&lower) {
        return Term::Number(unit);
    }
    if in_digits(word).is_some() {
        return Term::Number(Unit::Count);
    }
    if let Some(what) = word.strip_suffix("없이") {
        return match UNTROUBLED.contains(&what.trim_end()) {
            true => Term::Word,
            false => Term::Turns,
        };
    }
    if word.is_ascii() {
        let concept = CONCEPTS
            .iter()
            .find(|(_, forms)| forms.contains(&lower.as_str()));
        return match lower.as_str() {
            _ if TROUBLE.contains(&lower.as_str()) => Term::Trouble,
            _ if NOT.contains(&lower.as_str()) || lower.ends_with("n't") => Term::Not,
            _ if TURNS.contains(&lower.as_str()) => Term::Turns,
            _ if ASIDES.contains(&lower.as_str()) => Term::Aside,
            _ if FILLER.contains(&lower.as_str()) => Term::Filler,
            _ if concept.is_some() => concept.map_or(Term::Word, |(id, _)| Term::Concept(id)),
            _ if is_name(word) => Term::Name,
            _ => Term::Word,
        };
    }
    const DENIALS: [&str; 9] = [
        "없",
        "않",
        "아니",
        "아닌",
        "아님",
        "아닐",
        "미발생",
        "비어",
        "빈 ",
    ];
    let begins = |forms: &[&str]| forms.iter().any(|form| word.starts_with(form));
    let korean = |forms: &[&str]| {
        forms
            .iter()
            .any(|form| !form.is_ascii() && word.starts_with(form))
    };
    // `…면`, but a screen.
    let conditional = word.ends_with('면') && !word.ends_with("화면");
    let turns = |form: &str| match form {
        "았" | "었" => word
            .split_once(form)
            .is_some_and(|(_, end)| !PAST.contains(&end)),
        form => word.contains(form),
    };
    if conditional || word == "외" || word == "중" || TURNS_KO.iter().any(|form| turns(form)) {
        return Term::Turns;
    }
    if DENIALS.iter().any(|form| word.contains(form)) || NOT.contains(&word) {
        return Term::Not;
    }
    if begins(ASIDES_KO) {
        return Term::Aside;
    }
    let mut letters = word.chars();
    let particle = letters
        .next()
        .is_some_and(|first| PARTICLES.contains(&first))
        && letters.count() < 2;
    match CONCEPTS.iter().find(|(_, forms)| korean(forms)) {
        Some((id, _)) => Term::Concept(id),
        None if particle || (begins(FILLER_KO) && word.chars().count() < 6) => Term::Filler,
        None => Term::Word,
    }
}

/// The sort of a number; nothing of what begins with none.
fn unit(word: &str) -> Option<Unit> {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if word.contains(':')
        && word.contains(|c: char| c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return Some(Unit::Image);
    }
    if digits.len() == word.len() {
        return None;
    }
    if let Some((ready, of)) = word.split_once('/')
        && ready.parse::<u64>().is_ok()
        && of.parse::<u64>().is_ok()
    {
        return Some(Unit::Ratio);
    }
    match digits.trim() {
        "" => Some(Unit::Count),
        "%" => Some(Unit::Percent),
        "m" => Some(Unit::Cores),
        "ki" | "mi" | "gi" | "k" | "g" | "mb" | "gb" => Some(Unit::Bytes),
        "s" | "h" | "d" | "min" | "시간" | "분" | "일" | "초" => Some(Unit::Time),
        rest if ["minute", "hour", "day", "second", "hr"]
            .iter()
            .any(|unit| rest.starts_with(unit)) =>
        {
            Some(Unit::Time)
        }
        _ => Some(Unit::Other),
    }
}

/// Whether a word is a name by its shape.
fn is_name(word: &str) -> bool {
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    word.contains(['-', '_']) && word.chars().all(|c| lower(c) || "-_.".contains(c))
}
