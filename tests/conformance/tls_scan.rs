//! sslyze looks at a running gateway as an auditor would: Mozilla's profiles, and the known holes of TLS servers.

use serde_json::Value;
use tokio::process::Command;

use crate::support::{HOST, World, WorldBuilder, installed};

/// What it found, after it has said whether the gateway meets Mozilla's profile.
async fn scan(world: &World, profile: &str) -> Value {
    let json = world.dir.path().join("scan.json");
    let output = Command::new(installed("sslyze"))
        .arg(format!("--mozilla_config={profile}"))
        .args(["--slow_connection", "--early_data", "--resum", "--http_headers"])
        .arg(format!(
            "--certinfo_ca_file={}",
            world.dir.path().join("ca.pem").display()
        ))
        .arg(format!("--json_out={}", json.display()))
        .arg(format!("{HOST}:{}{{127.0.0.1}}", world.address().port()))
        .output()
        .await
        .expect("sslyze runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("Compliant") && !said.contains("Not compliant"),
        "{profile}: {said}"
    );
    let result: Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    result["server_scan_results"][0]["scan_result"].clone()
}

fn accepts(scan: &Value, version: &str) -> bool {
    let result = &scan[format!("{version}_cipher_suites")]["result"];
    result["is_tls_version_supported"].as_bool().expect(version)
}

#[tokio::test]
async fn both_profiles_are_what_mozilla_calls_them() {
    for (profile, with_tls12) in [("intermediate", true), ("modern", false)] {
        let world = WorldBuilder::new()
            .top(&format!("tls_profile = \"{profile}\""))
            .start()
            .await;
        let scan = scan(&world, profile).await;
        for old in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"] {
            assert!(!accepts(&scan, old), "{profile}: {old}");
        }
        assert_eq!(accepts(&scan, "tls_1_2"), with_tls12, "{profile}");
        assert!(accepts(&scan, "tls_1_3"), "{profile}");
        for (command, finding) in [
            ("tls_1_3_early_data", "supports_early_data"),
            ("tls_compression", "supports_compression"),
            ("heartbleed", "is_vulnerable_to_heartbleed"),
            ("openssl_ccs_injection", "is_vulnerable_to_ccs_injection"),
            (
                "session_renegotiation",
                "is_vulnerable_to_client_renegotiation_dos",
            ),
        ] {
            assert_eq!(
                scan[command]["result"][finding],
                Value::Bool(false),
                "{profile}: {command}"
            );
        }
        assert_eq!(
            scan["robot"]["result"]["robot_result"], "NOT_VULNERABLE_RSA_NOT_SUPPORTED",
            "{profile}"
        );
        let sts = &scan["http_headers"]["result"]["strict_transport_security_header"];
        assert!(sts["max_age"].as_u64() >= Some(31_536_000), "{profile}: {sts}");
    }
}
