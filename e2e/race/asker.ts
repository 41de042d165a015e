import { lockAudit } from "../../server/store/audit";
import { connectPostgres } from "../../server/store/database";

/** A process whose transactions all want the audit trail's lock, until it is frozen or killed. */
const [url = "", count] = process.argv.slice(2);
const database = connectPostgres(url);
await Promise.all(Array.from({ length: Number(count) }, () => database.transact((tx) => lockAudit(tx))));
