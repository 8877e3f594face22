use super::*;

#[test]
fn an_image_is_another_one_with_another_tag() {
    for (image, tag, wanted, fit) in [
        ("nginx:1.25", false, "nginx:1.25", Fit::Yes),
        (
            "docker.io/library/nginx:1.25",
            false,
            "nginx:1.25",
            Fit::Yes,
        ),
        ("nginx:1.25@sha256:0123", false, "nginx:1.25", Fit::Yes),
        ("nginx:1.25.1", false, "nginx:1.25", Fit::No),
        ("nginx:1.2", false, "nginx:1.25", Fit::No),
        ("my-nginx:1.25", false, "nginx:1.25", Fit::No),
        (
            "registry.example.dev/nginx:1.25",
            false,
            "nginx:1.25",
            Fit::Perhaps,
        ),
        ("web:v1.2.3", true, "v1.2.3", Fit::Yes),
        ("web:v1.2.30", true, "v1.2.3", Fit::No),
        ("web:1.2.3", true, "v1.2.3", Fit::No),
        ("web:v1.2.3-rc.1", true, "v1.2.3", Fit::No),
        ("localhost:5000/web:v1.2.3", true, "v1.2.3", Fit::Yes),
        ("localhost:5000/web", true, "5000", Fit::No),
    ] {
        assert_eq!(fits(image, tag, wanted), fit, "{image} {wanted}");
    }
}
