// Drives the fake with discord.js. Each step prints a line; the test beside it reacts and checks.
import { Client, Events, GatewayIntentBits, REST, WebhookClient } from "discord.js";

const env = (name) => process.env[name];
const rest = { api: env("FAKE_REST"), version: "10" };
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  allowedMentions: { parse: [] },
  rest,
});
const say = (line) => process.stdout.write(`${line}\n`);
const fail = (error) => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
};
process.on("unhandledRejection", fail);

let limited = 0;
client.rest.on("rateLimited", () => {
  // It waits before it is refused: that is what the headers are for. Only an answer of 429 would be a failure.
});
client.rest.on("response", (_, response) => {
  if (response.status === 429) limited += 1;
});

const answer = async (message) => {
  const reply = await message.channel.send({ content: "pong", embeds: [{ title: "Title", description: "Text", color: 0x2ecc71 }] });
  say("answered");
  await reply.edit("pong, edited");
  const read = await message.channel.messages.fetch({ message: reply.id, force: true });
  if (read.content !== "pong, edited" || read.embeds.length !== 1) throw new Error("the edit was not kept");
  say("edited");
  await webhook();
  const thread = await reply.startThread({ name: "incident" });
  await thread.send("inside");
  say("thread");
  await message.channel.send({ content: "x".repeat(2001) }).then(
    () => fail("2,001 characters were taken"),
    (error) => (error.code === 50035 ? say("form refused") : fail(error)),
  );
};

const webhook = async () => {
  const hook = new WebhookClient({ id: env("FAKE_WEBHOOK_ID"), token: env("FAKE_WEBHOOK_TOKEN") }, { rest });
  const sent = await hook.send({ content: "by webhook", username: "Alerts" });
  await hook.editMessage(sent.id, "by webhook, edited");
  say("webhook");
};

const flood = async (channel) => {
  // More than one window of the limit: the client must wait, and must not be refused.
  for (let n = 0; n < 7; n += 1) await channel.send(`message ${n}`);
  say(`limited ${limited}`);
};

client.once(Events.ClientReady, () => say("ready"));
client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot) return;
  if (message.content === "ping") await answer(message).catch(fail);
  if (message.content === "still there?") {
    say("still there");
    await flood(message.channel).catch(fail);
    say("done");
    await client.destroy();
    process.exit(0);
  }
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply().catch(fail);
  await interaction.editReply("all is well").catch(fail);
  say("replied");
});
client.on(Events.ShardResume, () => say("resumed"));
client.on(Events.Error, fail);
await client.login(env("FAKE_TOKEN")).catch(fail);
