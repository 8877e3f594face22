use super::*;

fn check(line: &str, trouble: Trouble) {
    assert_eq!(super::trouble(line), trouble, "{line}");
}

#[test]
fn levels_are_read_by_the_lines_own_structure() {
    for line in [
        "level=error msg=\"connection refused\"",
        "ts=1 lvl=eror msg=\"Request Completed\" status=500",
        "severity=CRITICAL quota",
        r#"{"level":"emerg","message":"disk full"}"#,
        r#"{"level":50,"msg":"db down"}"#,
        r#"{"level":"50","msg":"db down"}"#,
        r#"{"severity":"EMERGENCY","message":"quota"}"#,
        r#"{"level":"오류","message":"주문 처리"}"#,
        r#"{"log":{"level":"error"},"message":"x"}"#,
        r#"{"@t":"2025","@l":"Fatal","@m":"x"}"#,
        r#"{"t":{"$date":"x"},"s":"F","c":"CONTROL","id":6384300,"msg":"Writing message"}"#,
        r#"{"version":"1.1","host":"web","short_message":"payment","level":3}"#,
        "<3>disk",
        "<11>1 2025-12-05T10:05:00Z web app - - - boom",
        "E1205 10:05:00.123456       1 controller.go:114] loading",
        "F, [2025-12-05T10:05:00.123456 #1] FATAL -- : bad",
        "E, [2025-12-05T10:05:00.123456 #1] x",
        "2025/12/05 10:05:00 [emerg] 1#1: host",
        "[2025-12-05 10:05:00.000][1][critical][main] [source/server.cc:1] starting",
        "[10:05:00 FTL] Host stopped",
        "10:05AM ERR cannot open",
        "[2025-12-05 10:05:00,123] [pool-1-thread-2] [com.acme.Order] [traceId=1 spanId=2] ERROR order",
        "Error: read ECONNRESET",
        "npm ERR! code ELIFECYCLE",
        "2025-12-05 19:05:00 [오류] 주문 처리",
        "[에러] 주문",
        "오류: 주문을 찾지 못함",
        "에러: x",
        "치명적 오류: x",
        "2025-12-05 19:05:00 エラー: データベース",
        "错误: 数据库",
        "Erreur: connexion",
        "예외: 널 참조",
        "\u{1b}[31mERROR\u{1b}[0m boom",
        "PANIC: could not write",
    ] {
        check(line, Trouble::Error);
    }
    for line in [
        "level=info msg=\"error budget recalculated\"",
        "level=info msg=\"sync done\" errors=0 failed=0",
        "level=warn msg=\"write failed\" err=\"context deadline exceeded\"",
        "2025-12-05 10:05:00 INFO error budget recalculated",
        r#"{"level":30,"msg":"failed over"}"#,
        r#"{"level":"info","error":null,"msg":"done"}"#,
        r#"{"level":"info","error":"","msg":"done"}"#,
        "I1205 10:05:00.123456       1 main.go:1] retry failed",
        "W, [2025-12-05T10:05:00.123456 #1] WARN -- : slow",
        "<6>started",
        "[정보] 오류 처리기를 등록",
        "LOG:  checkpoint complete",
    ] {
        check(line, Trouble::None);
    }
}

#[test]
fn lines_without_a_level_are_read_by_their_words() {
    for line in [
        "MemoryError",
        "ORA-00942: table or view does not exist",
        "read tcp 10.0.0.1:443: connection reset by peer",
        "write /data/wal/000123: no space left on device",
        "Cannot connect to the Docker daemon",
        "Caused by: java.net.ConnectException: Connection refused",
        "getaddrinfo ENOTFOUND db.internal",
        "데이터 처리 중 오류 발생: 시간",
        "치명적 오류로 종료",
        "데이터베이스 연결에 실패했습니다",
        "애플리케이션이 비정상 종료되었습니다",
        "Segmentation fault (core dumped)",
        "fatal error: all goroutines are asleep - deadlock!",
        "Traceback (most recent call last):",
        "=CRASH REPORT==== 5-Dec-2025::10:05:00 ===",
    ] {
        check(line, Trouble::Error);
    }
    for line in [
        "2025-12-05 19:05:00 데이터베이스 연결 실패: 3회 재시도",
        "Killed",
        "1:M 05 Dec 2025 10:05:00.000 # Can't save in background",
        "データベースに接続できません",
        "no error handler, but the request failed",
    ] {
        check(line, Trouble::Doubtful);
    }
    for line in [
        "server listening on :8080",
        "startup finished, no errors",
        "0 errors, 0 failures",
        "errors: 0",
        "error_count=0",
        r#"{"msg":"done","errors":0}"#,
        "finished without errors",
        "오류 0건",
        "오류가 없습니다",
        "에러 없음",
        "실패 0건, 성공 12건",
        "오류 발생 없음",
        "failover ready",
        "설정을 읽었습니다",
        "",
    ] {
        check(line, Trouble::None);
    }
}

#[test]
fn fields_that_contradict_a_level_leave_the_line_to_a_person() {
    for line in [
        "level=info msg=sent error=\"boom\"",
        r#"{"msg":"sent","error":"boom"}"#,
        r#"{"level":"info","err":{"code":7}}"#,
        "level=info msg=request status=503",
        r#"{"level":"info","status":503}"#,
        r#"10.0.0.9 - - [05/Dec/2025:10:05:00 +0000] "GET /api/orders HTTP/1.1" 500 1234"#,
        "GET /x 500",
    ] {
        check(line, Trouble::Doubtful);
    }
    for line in [
        "level=info msg=request status=200 size=503",
        r#"10.0.0.9 - - [05/Dec/2025:10:05:00 +0000] "GET /api/orders HTTP/1.1" 200 500"#,
        "GET /x 200",
        "level=info err=<nil>",
        "level=info error=\"\"",
    ] {
        check(line, Trouble::None);
    }
}

#[test]
fn the_table_is_sorted_out() {
    let mut seen = std::collections::BTreeSet::new();
    for line in TABLE.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = line.split_once('\t');
        assert!(
            row.is_some_and(|(_, word)| word == word.to_lowercase().trim()),
            "{line}"
        );
        assert!(seen.insert(line), "twice: {line}");
    }
    assert_eq!(
        rows().count(),
        seen.len(),
        "a row of a kind that nobody knows"
    );
    assert!(WORDS.automaton.is_some());
}
