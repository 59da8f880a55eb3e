//! Where agents are told to find their tools.

use super::{House, ada, task};
use dream_ports::OfferedServer;
use dream_testkit::TestApp;

dream_testkit::for_both_engines!(an_agent_is_told_of_the_socket_or_of_an_address_as_it_can);

async fn an_agent_is_told_of_the_socket_or_of_an_address_as_it_can(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    task(&app.owner(), "Count the words").await;
    let near = house.started().await;
    let turn = near.turn().await;
    let told = near.servers.lock().unwrap().clone();
    assert_eq!(told.len(), 1, "{told:?}");
    let server = told.iter().find_map(|one| if let OfferedServer::Command(server) = one { Some(server) } else { None }).unwrap();
    let socket = near.folder.join(".tools").display().to_string();
    assert_eq!((server.name.as_str(), server.arguments.as_slice()), ("dreamos", ["mcp-connect".to_owned(), socket].as_slice()));
    *house.launcher.tools_port.lock().unwrap() = Some(3_128);
    near.crash();
    drop(turn);
    let far = house.started().await;
    far.turn().await;
    let told = far.servers.lock().unwrap().clone();
    assert_eq!(told.len(), 1, "{told:?}");
    let (name, at) = told.iter().find_map(|one| if let OfferedServer::Http { name, at } = one { Some((name, at)) } else { None }).unwrap();
    assert_eq!((name.as_str(), at.url.as_str(), at.token.expose()), ("dreamos", "http://127.0.0.1:3128/tools", "token"));
    house.end().await;
}
