use super::*;
use proptest::prelude::*;

#[test]
fn keys_that_hold_secrets_are_told_from_keys_that_name_them() {
    for key in [
        "password",
        "adminPassword",
        "DB_PASSWORD",
        "GITHUB_TOKEN",
        "apiKey",
        "client-secret",
        "aws_secret_access_key",
        "secretKey",
        "connectionString",
    ] {
        assert!(is_sensitive_key(key), "{key}");
    }
    for key in [
        "secretName",
        "existingSecret",
        "secretKeyRef",
        "tokenPath",
        "passwordKey",
        "name",
        "imagePullSecrets",
        "tolerations",
        "credentialsFile",
        "cpu",
        "tokenUrl",
    ] {
        assert!(!is_sensitive_key(key), "{key}");
    }
}

#[test]
fn secrets_are_masked_and_their_names_stay() {
    for (text, masked) in [
        ("x ghp_0123456789abcdefghijABCDEFGHIJ y", "x *** y"),
        (
            "Authorization: Bearer FAKE-TOKEN-FOR-TESTS",
            "Authorization: Bearer ***",
        ),
        ("-H 'authorization: abc'", "-H 'authorization: ***'"),
        (
            "{\"Authorization\":\"Basic dTpw\"}",
            "{\"Authorization\":\"***\"}",
        ),
        ("using bearer abcdef0123456789.", "using bearer ***"),
        ("Basic dXNlcjpwYXNz", "Basic ***"),
        ("Set-Cookie: sid=1; Path=/\r\nx", "Set-Cookie: ***\r\nx"),
        (
            "postgres://app:hunter2@db:5432/x",
            "postgres://app:***@db:5432/x",
        ),
        ("redis://:hunter2@db", "redis://:***@db"),
        (
            "level=info password=hunter2 next=1",
            "level=info password=*** next=1",
        ),
        ("token=\"a b\" done", "token=\"***\" done"),
        ("?a=1&access_token=xyz&b=2", "?a=1&access_token=***&b=2"),
        (
            "msg=\"login\" DB_PASSWORD='x'",
            "msg=\"login\" DB_PASSWORD='***'",
        ),
        (
            "{\"user\":\"a\",\"password\":\"b\"}",
            "{\"user\":\"a\",\"password\":\"***\"}",
        ),
        (
            "{\\\"apiKey\\\": \\\"b\\\"}",
            "{\\\"apiKey\\\": \\\"***\\\"}",
        ),
        (
            "  password: hunter\n  user: a",
            "  password: ***\n  user: a",
        ),
        ("got token: a1b2c3d4e5 from x", "got token: *** from x"),
        ("mysql --password hunter2 -h x", "mysql --password *** -h x"),
        ("cli --token=hunter2", "cli --token=***"),
        (
            "aws_secret_access_key = \"wJalr\"",
            "aws_secret_access_key = \"***\"",
        ),
        (
            "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
            "AWS_ACCESS_KEY_ID=***",
        ),
        ("key AKIAIOSFODNN7EXAMPLE.", "key ***."),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def", "***"),
        ("a eyJhbGciOiJIUzI1NiJ9.eyJzdW", "a ***"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nx",
            "-----BEGIN RSA PRIVATE KEY-----\n***\n-----END RSA PRIVATE KEY-----\nx",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq",
            "-----BEGIN PRIVATE KEY-----\n***",
        ),
        ("비밀번호 password=가나다 끝", "비밀번호 password=*** 끝"),
        (
            "토큰은ghp_0123456789abcdefghijABCDEFGHIJ이다",
            "토큰은***이다",
        ),
    ] {
        assert_eq!(mask(text), masked);
    }
}

#[test]
fn other_text_stays() {
    for text in [
        "https://example.dev/a?x=1",
        "tolerations: basic auth is off",
        "git@github.com:org/repo",
        "invalid token: signature mismatch",
        "token: expired",
        "password: required",
        "bearer authentication failed",
        "Basic authentication is off",
        "basic understanding",
        "max_tokens=4096 prompt_tokens: 12",
        "secretName: alloy-tls",
        "volumes:\n- secret:\n    secretName: x",
        "serviceAccountToken:\n  path: token",
        "password=$DB_PASSWORD token=<none>",
        "NAME TYPE\ndefault-token kubernetes.io/service-account-token",
        "secret/alloy configured",
        "http://localhost:3100/ready",
        "2025-12-05T01:02:03Z level=info msg=\"token refreshed\"",
        "ip-10-11-12-106.ap-northeast-1.compute.internal   Ready",
        "토큰 만료 확인, 비밀번호 없음",
    ] {
        assert_eq!(mask(text), text);
    }
}

/// Shapes of the issue and of gitleaks: each with a made-up secret, in prose, against Hangul and as
/// the value of a field whose name tells nothing.
#[test]
fn tokens_of_services_are_masked_wherever_they_stand() {
    let tail = "q7Zk2Xw9Lm4Tn8Rb3Vc6Yd1Hs5Jf0Gp2Qa";
    let hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0a1b2c3d4";
    for secret in [
        format!("ghp_{tail}"),
        format!("glrt-{tail}"),
        format!("glpat-{tail}"),
        format!("hf_{tail}"),
        format!("sk-{tail}"),
        format!("sk-ant-api03-{tail}"),
        format!("sk-proj-{tail}"),
        format!("SG.{tail}.{tail}"),
        format!("shpat_{}", &hex[..32]),
        format!("dapi{}", &hex[..32]),
        "NRAK-Q7ZK2XW9LM4TN8RB3VC6YD1HS5J".into(),
        "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE".into(),
        format!("PMAK-{}-{}", &hex[..24], &hex[..34]),
        format!("ATATT3{tail}{tail}"),
        format!("pul-{hex}"),
        format!("nvapi-{tail}"),
        format!("110201543:AAH{tail}"),
        format!("xoxb-1234567890-{tail}"),
        format!("npm_{tail}"),
        format!("dckr_pat_{tail}"),
        format!("hvs.{tail}"),
        format!("lin_api_{tail}"),
        format!("eyJhbGciOiJIUzI1NiJ9.{tail}.{tail}"),
        "AKIAIOSFODNN7EXAMPLE".into(),
        format!("AIza{tail}"),
        format!("LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo{tail}"),
        format!("sha256~{tail}abcdefghi"),
        format!("rubygems_{hex}{}", &hex[..8]),
    ] {
        for (before, after) in [
            ("", ""),
            ("x ", " y"),
            ("값은 ", "이다"),
            ("note: ", ","),
            ("(", ")"),
        ] {
            let text = format!("{before}{secret}{after}");
            assert_eq!(mask(&text), format!("{before}***{after}"), "{text}");
        }
    }
    for (text, masked) in [
        (
            "https://discord.com/api/webhooks/123456789/abcDEF-ghi_012",
            "https://discord.com/api/webhooks/123456789/***",
        ),
        (
            "https://hooks.slack.com/services/T0/B0/abcDEF",
            "https://hooks.slack.com/services/***",
        ),
        (
            "https://0f1e2d3c4b5a69788796a5b4c3d2e1f0@o1.ingest.sentry.io/42",
            "https://***@o1.ingest.sentry.io/42",
        ),
        (
            "https://x.blob.core.windows.net/c?sv=2024&sig=ab%2Fcd%3D&se=1",
            "https://x.blob.core.windows.net/c?sv=2024&sig=***&se=1",
        ),
        (
            "AccountName=x;AccountKey=ab+/cd0Q==;EndpointSuffix=y",
            "AccountName=x;AccountKey=***;EndpointSuffix=y",
        ),
        (
            "https://api.telegram.org/bot1234/x",
            "https://api.telegram.org/bot***/x",
        ),
    ] {
        assert_eq!(mask(text), masked);
    }
}

#[test]
fn values_beside_names_are_masked_in_both_languages() {
    for (text, masked) in [
        ("pwd=hunter2", "pwd=***"),
        ("pass=hunter2 x", "pass=*** x"),
        ("DB_PASS: hunter2", "DB_PASS: ***"),
        ("MYSQL_PWD=hunter2", "MYSQL_PWD=***"),
        ("APP_SALT=s4lty!x", "APP_SALT=***"),
        ("ENCRYPTION_KEY=k3yk3yk3y", "ENCRYPTION_KEY=***"),
        ("auth=dXNlcjpwYXNz", "auth=***"),
        ("session=8f7e6d5c", "session=***"),
        ("cookie=8f7e6d5c", "cookie=***"),
        ("cli --password hunter2 --x", "cli --password *** --x"),
        (
            "curl -u user:hunter2 https://x",
            "curl -u user:*** https://x",
        ),
        ("mysql -h db -phunter2 x", "mysql -h db -p*** x"),
        ("비밀번호: 사과나무", "비밀번호: ***"),
        ("암호: hunter2", "암호: ***"),
        ("새 비밀번호는 hunter22 입니다", "새 비밀번호는 *** 입니다"),
        ("토큰=abc", "토큰=***"),
        ("시크릿 키: k3yk3yk3y", "시크릿 키: ***"),
        ("인증키: k3yk3yk3y", "인증키: ***"),
        ("password: correct horse battery", "password: ***"),
        (
            "2025-12-05T01:02:03Z password: hunter2",
            "2025-12-05T01:02:03Z password: ***",
        ),
        ("password: hunter2 # why", "password: *** # why"),
        ("secret: d3adb33fcafe", "secret: ***"),
        ("secret key: k3yk3yk3y0", "secret key: ***"),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
    for text in [
        "token: kubernetes.io/service-account-token",
        "cookie: enabled",
        "auth: basic",
        "session: redis",
        "sessionAffinity: ClientIP",
        "secret: alloy-tls",
        "tokenExpiry: 3600",
        "credentialsMode: Manual",
        "authorization: enabled",
        "PARTITION_KEY=customer-17",
        "key: node-role.kubernetes.io/control-plane",
        "topologyKey: kubernetes.io/hostname",
        "checksum/secret: 3f786850e387550fdab836ed7e6dc881de23001b",
        "PWD=/root/app",
        "password: /run/secrets/db",
        "docker run -u 1000:1000 x",
        "암호: 없음",
        "비밀번호 변경 필요",
        "토큰 만료: 3600",
        "인증키 확인 완료",
        "pass: 12 fail: 0",
        "12 passed; 0 failed; tests: 12 pass",
        "image: registry.x/secret:v1.2.3@sha256:3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed",
        "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678 Fix the token",
        "uid: 3f786850-e387-550f-dab8-36ed7e6dc881",
        "resourceVersion: \"123456789\"",
        "[info] token refreshed",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn json_is_masked_by_its_structure_and_stays_as_it_was_written() {
    for (text, masked) in [
        (
            r#"{ "env": [ {"name":"DB_PASSWORD","value":"hunter2"}, {"name":"A","value":"b"} ] }"#,
            r#"{ "env": [ {"name":"DB_PASSWORD","value":"***"}, {"name":"A","value":"b"} ] }"#,
        ),
        (
            r#"{"value":"hunter2","name":"auth.pass"}"#,
            r#"{"value":"***","name":"auth.pass"}"#,
        ),
        (
            r#"{"kind":"List","items":[{"data":{"a":"aGk="},"kind":"Secret","metadata":{"name":"a"}}]}"#,
            r#"{"kind":"List","items":[{"data":{"a":"***"},"kind":"Secret","metadata":{"name":"a"}}]}"#,
        ),
        (
            r#"{"data":[{"kind":"Secret","data":{"a":"aGk="},"x":"y"}],"z":"w"}"#,
            r#"{"data":[{"kind":"Secret","data":{"a":"***"},"x":"y"}],"z":"w"}"#,
        ),
        (
            r#"{"kind":"SecretList","items":[{"data":{"a":"aGk="}}]}"#,
            r#"{"kind":"SecretList","items":[{"data":{"a":"***"}}]}"#,
        ),
        (
            r#"{"kind":"ConfigMap","data":{"password":"x","level":"info","app.ini":"user=a\npassword=b\n"}}"#,
            r#"{"kind":"ConfigMap","data":{"password":"***","level":"info","app.ini":"user=a\npassword=***\n"}}"#,
        ),
        (
            r#"{"a":"{\"kind\":\"Secret\",\"data\":{\"x\":\"aGk=\"}}"}"#,
            r#"{"a":"{\"kind\":\"Secret\",\"data\":{\"x\":\"***\"}}"}"#,
        ),
        (
            r#"{"values":"objects:\n- kind: Secret\n  stringData:\n    dsn: abc\n"}"#,
            r#"{"values":"objects:\n- kind: Secret\n  stringData:\n    dsn: ***\n"}"#,
        ),
        (
            r#"{"args":["--password","hunter2","-v"]}"#,
            r#"{"args":["--password","***","-v"]}"#,
        ),
        (
            r#"{"password":12345,"n":12345}"#,
            r#"{"password":"***","n":12345}"#,
        ),
        (
            r#"{"password":{"value":"a"}}"#,
            r#"{"password":{"value":"***"}}"#,
        ),
        (
            r#"{"columnDefinitions":[{"name":"Name"},{"name":"Token"}],"rows":[{"cells":["a","b"]},{"cells":["c","d"]}]}"#,
            r#"{"columnDefinitions":[{"name":"Name"},{"name":"Token"}],"rows":[{"cells":["a","***"]},{"cells":["c","***"]}]}"#,
        ),
        (r#"{"secretKey":"hunter2"}"#, r#"{"secretKey":"***"}"#),
        (
            r#"{"auths":{"ghcr.io":{"username":"u","auth":"dXNlcjpwYXNz"}}}"#,
            r#"{"auths":{"ghcr.io":{"username":"u","auth":"***"}}}"#,
        ),
        (
            "{\"\\ube44\\ubc00\\ubc88\\ud638\":\"a1\",\"m\":\"\\uc554\\ud638: a1\"}",
            "{\"\\ube44\\ubc00\\ubc88\\ud638\":\"***\",\"m\":\"\\uc554\\ud638: ***\"}",
        ),
        (
            "{\"a\":1}\n{\"token\":\"b\"}\n",
            "{\"a\":1}\n{\"token\":\"***\"}\n",
        ),
        ("[info] password: hunter2", "[info] password: ***"),
        (
            "{broken \"password\": \"b\"",
            "{broken \"password\": \"***\"",
        ),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
    for text in [
        r#"{"metadata":{"continue":"eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzfQ","uid":"a"}}"#,
        r#"{"secretKey":"password","remoteRef":{"key":"db"}}"#,
        r#"{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}"#,
        r#"{"kind":"Service","data":{"token":"none"}}"#,
        r#"{"volumes":[{"projected":{"sources":[{"serviceAccountToken":{"path":"token","expirationSeconds":3607}}]}}]}"#,
        r#"{"volumes":[{"secret":{"secretName":"tls","defaultMode":420}}]}"#,
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn yaml_is_masked_by_its_blocks_whether_it_parses_or_not() {
    for (text, masked) in [
        (
            "kind: Secret\nmetadata:\n  name: {{ .x }}\ndata:\n  a.txt: aGk=\nstringData:\n  dsn: |\n    one\n    two\n  e: {{ .v }}\nz: 1\n",
            "kind: Secret\nmetadata:\n  name: {{ .x }}\ndata:\n  a.txt: ***\nstringData:\n  dsn: |\n    ***\n    ***\n  e: {{ .v }}\nz: 1\n",
        ),
        (
            "data:\n  a: aGk=\nkind: Secret\n---\nkind: ConfigMap\ndata:\n  a: hi\n",
            "data:\n  a: ***\nkind: Secret\n---\nkind: ConfigMap\ndata:\n  a: hi\n",
        ),
        (
            "extra:\n- apiVersion: v1\n  kind: Secret\n  data:\n    a: aGk=\n- kind: ConfigMap\n  data:\n    a: hi\n",
            "extra:\n- apiVersion: v1\n  kind: Secret\n  data:\n    a: ***\n- kind: ConfigMap\n  data:\n    a: hi\n",
        ),
        (
            "env:\n  - name: DB_TOKEN\n    value: abc\n  - name: A\n    value: v\n",
            "env:\n  - name: DB_TOKEN\n    value: ***\n  - name: A\n    value: v\n",
        ),
        (
            "parameters:\n- value: abc\n  name: auth.pass\n",
            "parameters:\n- value: ***\n  name: auth.pass\n",
        ),
        (
            "password: |-\n  one two\n  three\nnext: x\n",
            "password: |-\n  ***\n  ***\nnext: x\n",
        ),
        (
            "secretGenerator:\n- name: s\n  literals:\n  - dsn=abc\n  - u=admin:pw\n  files:\n  - a=b\nx: y=z\n",
            "secretGenerator:\n- name: s\n  literals:\n  - dsn=***\n  - u=***\n  files:\n  - a=b\nx: y=z\n",
        ),
        (
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nxyz=\n-----END RSA PRIVATE KEY-----\nb\n",
            "a\n-----BEGIN RSA PRIVATE KEY-----\n***\n***\n-----END RSA PRIVATE KEY-----\nb\n",
        ),
        (
            "2025-12-05T01:02:03Z -----BEGIN PRIVATE KEY-----\n2025-12-05T01:02:03Z MIIEvQIBADANBgkq\n2025-12-05T01:02:04Z done well\n",
            "2025-12-05T01:02:03Z -----BEGIN PRIVATE KEY-----\n2025-12-05T01:02:03Z ***\n2025-12-05T01:02:04Z done well\n",
        ),
    ] {
        assert_eq!(mask(text), masked, "{text}");
        assert_eq!(text.lines().count(), masked.lines().count());
    }
    for text in [
        "data:\n- secretKey: password\n  remoteRef:\n    key: db\n",
        "kind: SecretStore\ndata:\n  a: b\n",
        "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password\n",
    ] {
        assert_eq!(mask(text), text);
    }
}

/// A text a line, `\\n` for its line ends.
fn texts(data: &str) -> impl Iterator<Item = String> {
    let ends = |line: &str| {
        line.replace("\\\\", "\0")
            .replace("\\n", "\n")
            .replace('\0', "\\")
    };
    data.lines().map(ends)
}

/// Ways in which people, tools and programs write a secret, `hunterX9`, down.
#[test]
fn a_secret_is_hidden_however_it_is_written() {
    for text in texts(include_str!("hidden.txt")) {
        let masked = mask(&text);
        assert!(text.contains("hunterX9"), "{text}");
        assert!(!masked.contains("hunterX9"), "{text}\n{masked}");
    }
}

/// Near misses: names, settings, hashes, references, and sentences about secrets.
#[test]
fn what_is_nearly_a_secret_stays() {
    for text in texts(include_str!("readable.txt")) {
        assert_eq!(mask(&text), text);
    }
}

proptest! {
    #[test]
    fn masking_twice_is_masking_once_and_lines_stay(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "password", "token", "=", ": ", "\"", "'", " ", "\n", "hunter2", "bearer ",
                "Authorization", "https://", "a:b@c", "eyJhbGciOiJIUzI1NiJ9.", "***", "--", "가",
                "비밀번호", "kind: Secret", "data:", "\n  ", "- name: ", "|", "{", "}", "[", "]", ",",
                "\\", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "secretKey", "\\u",
                "remoteRef", "secretGenerator:", "literals:", "value", "key", "-u ", "mysql -p",
            ]),
            0..16,
        )
    ) {
        let text = parts.concat();
        let once = mask(&text).into_owned();
        prop_assert_eq!(mask(&once), once.as_str());
        prop_assert_eq!(once.lines().count(), text.lines().count());
    }
}
