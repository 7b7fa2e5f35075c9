// A message centre that speaks SMPP 3.4 as node-smpp understands it: takes binds of one account, keeps what is submitted.
import smpp from "smpp";

export class Centre {
  /** `statuses`: what the next messages are answered with, one after the other, before the others are taken. */
  static async start({ account = "account", password = "secret", statuses = [] } = {}) {
    const centre = new Centre();
    Object.assign(centre, { messages: [], binds: [], refused: 0, statuses, open: new Set() });
    centre.server = smpp.createServer({ autoPrependBuffer: true }, (session) => centre.talk(session, account, password));
    await new Promise((resolve) => centre.server.listen(0, "127.0.0.1", resolve));
    centre.url = `smpp://127.0.0.1:${centre.server.address().port}`;
    return centre;
  }

  talk(session, account, password) {
    this.open.add(session);
    session.on("error", () => {});
    session.on("close", () => this.open.delete(session));
    session.on("pdu", (pdu) => {
      if (pdu.command.startsWith("bind_") && !pdu.isResponse()) {
        const good = pdu.system_id === account && pdu.password === password;
        this.binds.push(pdu.command);
        this.refused += good ? 0 : 1;
        session.send(pdu.response({ command_status: good ? 0 : smpp.ESME_RBINDFAIL, system_id: "centre" }));
      } else if (pdu.command === "submit_sm") {
        const status = this.statuses.shift() ?? 0;
        if (status === 0) this.messages.push(read(pdu));
        session.send(pdu.response({ command_status: status, message_id: String(this.messages.length) }));
      } else if (["enquire_link", "unbind"].includes(pdu.command)) {
        session.send(pdu.response());
      }
    });
  }

  /** Waits until there are so many messages. */
  async message(count) {
    for (let round = 0; round < 200; round++) {
      if (this.messages.length >= count) return this.messages[count - 1];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.messages.length} messages came, not ${count}`);
  }

  async stop() {
    for (const session of this.open) session.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function read(pdu) {
  const text = pdu.short_message?.message || pdu.message_payload?.message || "";
  return {
    text: String(text), udh: pdu.short_message?.udh, coding: pdu.data_coding,
    from: pdu.source_addr, fromTon: pdu.source_addr_ton, to: pdu.destination_addr, toTon: pdu.dest_addr_ton, toNpi: pdu.dest_addr_npi,
    receipts: pdu.registered_delivery, sar: pdu.sar_total_segments, payload: Boolean(pdu.message_payload),
  };
}
