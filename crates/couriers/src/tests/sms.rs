//! Text messages over HTTP: what is asked, what counts as sent, which gateway has its turn.

use super::server::{Server, web, web_saying};
use crate::Sms;
use model::{
    gateway::{Gateway, GatewayAuth, GatewayContent, GatewayKind, GatewayMethod},
    network::Networks,
};
use plug::{Courier, CourierError, Parcel, Web};

pub const TEXT: &str = "123456 is your \"code\" & more.\n@id.example #123456";

pub fn loopback() -> Web {
    Web::new(Networks::parse("127.0.0.0/8").unwrap()).unwrap()
}

pub fn parcel(gateways: Vec<Gateway>, text: &str) -> Parcel {
    Parcel {
        to: "+358401234567".into(),
        subject: String::new(),
        text: text.into(),
        html: None,
        fields: Vec::new(),
        mail: None,
        gateways,
        id: "01J".into(),
    }
}

pub fn word(done: &Result<(), CourierError>) -> &'static str {
    match done {
        Ok(()) => "sent",
        Err(CourierError::Later(_)) => "later",
        Err(CourierError::Never(_)) => "never",
    }
}

fn http(server: &Server) -> Gateway {
    Gateway {
        name: "a".into(),
        url: format!("http://127.0.0.1:{}/send", server.port),
        body: r#"{"to": {mobile}, "text": {text}}"#.into(),
        ..Gateway::default()
    }
}

async fn carry(gateways: Vec<Gateway>) -> Result<(), CourierError> {
    Sms::default().carry(&parcel(gateways, TEXT), &loopback()).await
}

/// M087: the message is a value wherever it stands, and nothing of it can be a parameter, a header or a member of its own.
#[tokio::test]
async fn m087_each_value_is_escaped_for_its_place() {
    let server = web(200).await;
    carry(vec![Gateway { username: "user".into(), password: "pass:word".into(), ..http(&server) }]).await.unwrap();
    let json: serde_json::Value = serde_json::from_str(server.heard().last().unwrap()).unwrap();
    assert_eq!((json["to"].as_str(), json["text"].as_str()), (Some("+358401234567"), Some(TEXT)));
    assert_eq!((server.said("POST /send HTTP"), server.said("content-type: application/json")), (1, 1));
    assert_eq!(server.said("authorization: Basic dXNlcjpwYXNzOndvcmQ="), 1);

    let server = web(200).await;
    let url = format!("{}?to={{mobile}}&content={{challenge}}&key={{password}}", http(&server).url);
    let get = Gateway {
        url,
        method: GatewayMethod::Get,
        auth: GatewayAuth::Template,
        password: "k&x=1".into(),
        ..http(&server)
    };
    carry(vec![get]).await.unwrap();
    let line = server.heard()[0].clone();
    let asked = url::Url::parse(&format!("http://x{}", line.split(' ').nth(1).unwrap())).unwrap();
    let pairs: Vec<(String, String)> = asked.query_pairs().map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
    let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
    assert_eq!(pairs, [pair("to", "+358401234567"), pair("content", TEXT), pair("key", "k&x=1")]);
    assert_eq!((server.said("GET /"), server.said("authorization")), (1, 0));

    for (content, body, expected, media) in [
        (
            GatewayContent::Form,
            "to={number}&t={text}",
            "to=358401234567&t=123456%20is%20your%20%22code%22%20%26%20more.%0A%40id.example%20%23123456",
            "application/x-www-form-urlencoded",
        ),
        (
            GatewayContent::Xml,
            "<t>{text}</t>",
            "<t>123456 is your &quot;code&quot; &amp; more.&#10;@id.example #123456</t>",
            "text/xml; charset=utf-8",
        ),
        (GatewayContent::Text, "{text}", TEXT, "text/plain; charset=utf-8"),
    ] {
        let server = web(200).await;
        let headers = vec!["X-Key: {password}".to_owned(), "X-Id: {id}".into()];
        let gateway = Gateway {
            content,
            body: body.into(),
            headers,
            auth: GatewayAuth::Bearer,
            password: "tok".into(),
            ..http(&server)
        };
        carry(vec![gateway]).await.unwrap();
        assert_eq!(server.heard().last().unwrap(), expected);
        assert_eq!(server.said(&format!("content-type: {media}")), 1);
        assert_eq!(
            (server.said("x-key: tok"), server.said("x-id: 01J"), server.said("authorization: Bearer tok")),
            (1, 1, 1)
        );
    }
}

#[tokio::test]
async fn what_counts_as_sent_is_what_is_set() {
    for (status, words, gateway, expected) in [
        (200, "", Gateway::default(), "sent"),
        (204, "", Gateway::default(), "sent"),
        (302, "", Gateway::default(), "later"),
        (400, "", Gateway::default(), "later"),
        (401, "", Gateway::default(), "later"),
        (500, "", Gateway::default(), "later"),
        (201, "", Gateway { accepted: vec![200], ..Gateway::default() }, "later"),
        (200, "", Gateway { accepted: vec![200], ..Gateway::default() }, "sent"),
        (200, "OK: 1", Gateway { answer: "OK".into(), ..Gateway::default() }, "sent"),
        (200, "ERR: 1", Gateway { answer: "OK".into(), ..Gateway::default() }, "later"),
        (400, "code 21211", Gateway { refusal: "21211".into(), ..Gateway::default() }, "never"),
        (400, "code 20003", Gateway { refusal: "21211".into(), ..Gateway::default() }, "later"),
        (200, "code 21211", Gateway { refusal: "21211".into(), ..Gateway::default() }, "never"),
    ] {
        let server = web_saying(status, words).await;
        let set = Gateway { url: http(&server).url, name: "a".into(), body: http(&server).body, ..gateway };
        let done = carry(vec![set.clone()]).await;
        assert_eq!(word(&done), expected, "{status} {words} {set:?}: {done:?}");
    }
}

/// B3: the next gateway is asked where one fails; none is where the number is refused.
#[tokio::test]
async fn the_next_gateway_has_its_turn_where_one_fails() {
    for (status, words, expected, second) in
        [(503, "", "sent", 1), (200, "", "sent", 0), (400, "no such number", "never", 0)]
    {
        let (one, two) = (web_saying(status, words).await, web(200).await);
        let first = Gateway { refusal: "no such number".into(), ..http(&one) };
        let done = carry(vec![first, Gateway { name: "b".into(), ..http(&two) }]).await;
        assert_eq!((word(&done), one.said("POST /"), two.said("POST /")), (expected, 1, second), "{status}");
    }
    let gone = Gateway { url: "http://127.0.0.1:1/".into(), ..http(&web(200).await) };
    let two = web(200).await;
    carry(vec![gone.clone(), http(&two)]).await.unwrap();
    let why =
        carry(vec![gone.clone(), Gateway { name: "b".into(), password: "secret".into(), ..gone }]).await.unwrap_err();
    assert_eq!(why.to_string(), "not now: a: no connection; b: no connection");
    assert_eq!(word(&carry(Vec::new()).await), "later");
}

/// O012, M090: in clear, and to private addresses, only where a network was opened.
#[tokio::test]
async fn o012_m090_a_gateway_is_called_by_the_guarded_client() {
    let server = web(200).await;
    let closed = Web::new(Networks::default()).unwrap();
    for url in [
        format!("http://127.0.0.1:{}/", server.port),
        format!("https://localhost:{}/", server.port),
        "http://93.184.216.34/".into(),
    ] {
        let gateway = Gateway { url, ..http(&server) };
        let done = Sms::default().carry(&parcel(vec![gateway], TEXT), &closed).await;
        assert_eq!(done.unwrap_err().to_string(), "not now: a: its address is not allowed");
    }
    assert_eq!(server.said(""), 0);
    carry(vec![http(&server)]).await.unwrap();
}

#[tokio::test]
async fn kannel_is_asked_as_its_guide_says() {
    let kannel = |server: &Server| Gateway {
        kind: GatewayKind::Kannel,
        url: format!("http://127.0.0.1:{}/cgi-bin/sendsms", server.port),
        username: "tester".into(),
        password: "foo&bar".into(),
        from: "16510".into(),
        ..Gateway::default()
    };
    for (text, coding) in [(TEXT, "0"), ("ж 123456", "2")] {
        let server = web_saying(202, "0: Accepted for delivery").await;
        Sms::default().carry(&parcel(vec![kannel(&server)], text), &loopback()).await.unwrap();
        let line = server.heard()[0].clone();
        let asked = url::Url::parse(&format!("http://x{}", line.split(' ').nth(1).unwrap())).unwrap();
        let of =
            |name: &str| asked.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned()).unwrap_or_default();
        assert_eq!((of("text").as_str(), of("coding").as_str(), of("charset").as_str()), (text, coding, "UTF-8"));
        assert_eq!(
            (of("to").as_str(), of("from").as_str(), of("password").as_str()),
            ("+358401234567", "16510", "foo&bar")
        );
    }
    for (status, expected) in [(202, "sent"), (200, "later"), (403, "later"), (503, "later")] {
        let server = web(status).await;
        assert_eq!(word(&carry(vec![kannel(&server)]).await), expected, "{status}");
    }
}
