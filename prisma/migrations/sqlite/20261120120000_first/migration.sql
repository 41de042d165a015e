-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "awsAccountId" TEXT,
    "credentials" TEXT NOT NULL,
    "regions" TEXT,
    "createdAt" DATETIME NOT NULL,
    "lastScanAt" DATETIME
);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "isProtected" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Resource" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "saw" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "remedy" TEXT NOT NULL,
    "isProtected" BOOLEAN NOT NULL,
    "estimate" TEXT NOT NULL,
    "hourlyNow" BIGINT,
    "ownerId" TEXT,
    "holdId" TEXT,
    "search" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Coverage" (
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "found" INTEGER NOT NULL,
    "fault" TEXT,
    "at" DATETIME NOT NULL,
    "milliseconds" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "region", "kind")
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Plan" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Operation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "planId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "actorType" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "cancelRequested" BOOLEAN NOT NULL,
    "hourlyBefore" BIGINT NOT NULL,
    "hourlyAfter" BIGINT NOT NULL,
    "eventSeq" INTEGER NOT NULL,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "leaseEpoch" INTEGER NOT NULL,
    CONSTRAINT "Operation_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OperationItem" (
    "operationId" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "checked" BOOLEAN NOT NULL,
    "stepIndex" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "startedAt" DATETIME,
    "settledAt" DATETIME,
    "notBefore" DATETIME,
    "holdId" TEXT,
    "outcome" TEXT NOT NULL,
    "unfinishedKey" TEXT,

    PRIMARY KEY ("operationId", "resourceId"),
    CONSTRAINT "OperationItem_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "operationId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "type" TEXT NOT NULL,
    "resourceId" TEXT,
    "state" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("operationId", "seq"),
    CONSTRAINT "Event_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Hold" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "resourceId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "saved" TEXT NOT NULL,
    "savedVersion" INTEGER NOT NULL,
    "inventory" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "verifiedAt" DATETIME,
    "endedAt" DATETIME,
    "endReason" TEXT,
    "activeKey" TEXT
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "actorType" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "requestId" TEXT,
    "ip" TEXT,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "disabled" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "lastUsedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Group_name_key" ON "Group"("name");

-- CreateIndex
CREATE INDEX "Resource_kind_name_id_idx" ON "Resource"("kind", "name", "id");

-- CreateIndex
CREATE INDEX "Resource_accountId_region_kind_idx" ON "Resource"("accountId", "region", "kind");

-- CreateIndex
CREATE INDEX "Resource_holdId_idx" ON "Resource"("holdId");

-- CreateIndex
CREATE UNIQUE INDEX "Plan_number_key" ON "Plan"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Operation_planId_key" ON "Operation"("planId");

-- CreateIndex
CREATE INDEX "Operation_createdAt_id_idx" ON "Operation"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Operation_state_idx" ON "Operation"("state");

-- CreateIndex
CREATE UNIQUE INDEX "OperationItem_unfinishedKey_key" ON "OperationItem"("unfinishedKey");

-- CreateIndex
CREATE INDEX "OperationItem_resourceId_idx" ON "OperationItem"("resourceId");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_activeKey_key" ON "Hold"("activeKey");

-- CreateIndex
CREATE INDEX "Hold_resourceId_idx" ON "Hold"("resourceId");

-- CreateIndex
CREATE INDEX "Hold_state_idx" ON "Hold"("state");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Token_hash_key" ON "Token"("hash");

-- The audit trail is append-only, for everybody who has the database too.
CREATE TRIGGER "AuditEntry_no_update" BEFORE UPDATE ON "AuditEntry"
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is append-only');
END;

CREATE TRIGGER "AuditEntry_no_delete" BEFORE DELETE ON "AuditEntry"
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is append-only');
END;

-- INSERT OR REPLACE would remove a row without asking the trigger above.
CREATE TRIGGER "AuditEntry_only_append" BEFORE INSERT ON "AuditEntry"
WHEN NEW."seq" <= (SELECT max("seq") FROM "AuditEntry")
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is append-only');
END;
