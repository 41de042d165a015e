import { expect, test } from "vitest";
import { RefusalError } from "../core/fault";
import { serverOf } from "./database";
import { asTrouble } from "./trouble";

/** Errors as they were seen: of the drivers, and as Prisma passes them on. */

const sqlite = (code: string) => Object.assign(new Error("whatever the driver says"), { code });
const prisma = (code: string, cause: object = {}) =>
  Object.assign(new Error("Invalid invocation"), { code, meta: { driverAdapterError: { cause } } });

test.each([
  [sqlite("SQLITE_FULL"), "full: free space for /data/standby.db."],
  [prisma("P2010", { originalCode: "13", kind: "sqlite" }), "full"],
  [sqlite("SQLITE_IOERR_WRITE"), "The disk of the database fails"],
  [prisma("P2010", { originalCode: "778", kind: "sqlite" }), "The disk of the database fails"],
  [prisma("P1008", { originalCode: "5", kind: "SocketTimeout" }), "Another program keeps the database locked"],
  [sqlite("SQLITE_READONLY_DIRECTORY"), "can only be read: make /data/standby.db writable."],
  [sqlite("SQLITE_CORRUPT"), "is damaged: restore the last backup"],
  [prisma("P2039", { originalCode: "25006", kind: "postgres" }), "can only be read"],
  [prisma("P2010", { originalCode: "53100", kind: "postgres" }), "is full"],
  [prisma("P1001", { kind: "DatabaseNotReachable" }), "does not answer: start /data/standby.db"],
  [prisma("P2037", { kind: "TooManyConnections" }), "has too much to do"],
  [sqlite("57P01"), "does not answer"],
  [new Error("Connection terminated unexpectedly"), "does not answer"],
  [new Error("The migration x could not be applied", { cause: sqlite("SQLITE_FULL") }), "is full"],
])("%s is said so that somebody can mend it", (error, says) => {
  const trouble = asTrouble(error, "/data/standby.db");
  expect(trouble).toBeInstanceOf(RefusalError);
  expect(trouble).toMatchObject({ code: "unavailable", message: expect.stringContaining(says), cause: error });
});

test("what is not the database's trouble stays as it is", () => {
  const others = [
    prisma("P2002", { originalCode: "2067", kind: "UniqueConstraintViolation" }),
    prisma("P2034", { kind: "TransactionWriteConflict" }),
    new RefusalError("conflict", "There is an account of this name already"),
    new TypeError("x is not a function"),
    "not even an error",
  ];
  for (const error of others) expect(asTrouble(error, "somewhere")).toBe(error);
});

test("a server is named without its user and password", () => {
  expect(serverOf("postgres://ana:secret@db.example:5433/standby?sslmode=require")).toBe("db.example:5433/standby");
});
