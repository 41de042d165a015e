-- CreateTable
CREATE TABLE "ScanPart" (
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "requestedAt" DATETIME,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "found" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "fault" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "leaseEpoch" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "region")
);

-- CreateTable
CREATE TABLE "Tick" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "dueAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "groupId" TEXT,
    "resourceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "operationId" TEXT,
    "endedAt" DATETIME,
    "openKey" TEXT
);

-- CreateTable
CREATE TABLE "OperationSlice" (
    "operationId" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "isOver" BOOLEAN NOT NULL,
    "wakeAt" DATETIME,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "leaseEpoch" INTEGER NOT NULL,

    PRIMARY KEY ("operationId", "lane"),
    CONSTRAINT "OperationSlice_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "isProtected" BOOLEAN NOT NULL,
    "guard" TEXT NOT NULL DEFAULT 'report',
    "awakeUntil" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);
INSERT INTO "new_Group" ("createdAt", "filter", "id", "isProtected", "name", "origin", "updatedAt") SELECT "createdAt", "filter", "id", "isProtected", "name", "origin", "updatedAt" FROM "Group";
DROP TABLE "Group";
ALTER TABLE "new_Group" RENAME TO "Group";
CREATE UNIQUE INDEX "Group_name_key" ON "Group"("name");
CREATE TABLE "new_Operation" (
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
    "startsAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "cancelRequested" BOOLEAN NOT NULL,
    "hourlyBefore" BIGINT NOT NULL,
    "hourlyAfter" BIGINT NOT NULL,
    "eventSeq" INTEGER NOT NULL,
    "parentId" TEXT,
    "relation" TEXT,
    CONSTRAINT "Operation_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Operation_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Operation" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
-- What was saved before starts when it was created.
INSERT INTO "new_Operation" ("action", "actorId", "actorName", "actorType", "cancelRequested", "createdAt", "startsAt", "endedAt", "eventSeq", "hourlyAfter", "hourlyBefore", "id", "number", "planId", "startedAt", "state", "title") SELECT "action", "actorId", "actorName", "actorType", "cancelRequested", "createdAt", "createdAt", "endedAt", "eventSeq", "hourlyAfter", "hourlyBefore", "id", "number", "planId", "startedAt", "state", "title" FROM "Operation";
DROP TABLE "Operation";
ALTER TABLE "new_Operation" RENAME TO "Operation";
CREATE UNIQUE INDEX "Operation_planId_key" ON "Operation"("planId");
CREATE INDEX "Operation_createdAt_id_idx" ON "Operation"("createdAt", "id");
CREATE INDEX "Operation_state_idx" ON "Operation"("state");
CREATE INDEX "Operation_parentId_idx" ON "Operation"("parentId");
CREATE TABLE "new_OperationItem" (
    "operationId" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "checked" BOOLEAN NOT NULL,
    "stepIndex" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "startedAt" DATETIME,
    "sentAt" DATETIME,
    "settledAt" DATETIME,
    "notBefore" DATETIME,
    "deferrals" INTEGER NOT NULL,
    "deferredAt" DATETIME,
    "holdId" TEXT,
    "outcome" TEXT NOT NULL,
    "unfinishedKey" TEXT,

    PRIMARY KEY ("operationId", "resourceId"),
    CONSTRAINT "OperationItem_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_OperationItem" ("lane", "deferrals", "attempts", "checked", "holdId", "notBefore", "operationId", "outcome", "plan", "position", "resourceId", "settledAt", "startedAt", "state", "stepIndex", "unfinishedKey") SELECT ("plan" ->> '$.accountId') || ' ' || ("plan" ->> '$.region'), 0, "attempts", "checked", "holdId", "notBefore", "operationId", "outcome", "plan", "position", "resourceId", "settledAt", "startedAt", "state", "stepIndex", CASE WHEN "settledAt" IS NULL THEN "unfinishedKey" END FROM "OperationItem";
DROP TABLE "OperationItem";
ALTER TABLE "new_OperationItem" RENAME TO "OperationItem";
CREATE UNIQUE INDEX "OperationItem_unfinishedKey_key" ON "OperationItem"("unfinishedKey");
CREATE INDEX "OperationItem_operationId_lane_resourceId_idx" ON "OperationItem"("operationId", "lane", "resourceId");
CREATE INDEX "OperationItem_operationId_state_startedAt_resourceId_idx" ON "OperationItem"("operationId", "state", "startedAt", "resourceId");
CREATE INDEX "OperationItem_resourceId_idx" ON "OperationItem"("resourceId");
CREATE INDEX "OperationItem_state_idx" ON "OperationItem"("state");
-- The lease of an operation becomes one lease per account and region.
INSERT INTO "OperationSlice" ("operationId", "lane", "isOver", "leaseEpoch")
SELECT DISTINCT "operation"."id", COALESCE("item"."lane", ''), "operation"."endedAt" IS NOT NULL, 0
FROM "Operation" AS "operation" LEFT JOIN "OperationItem" AS "item" ON "item"."operationId" = "operation"."id";
CREATE TABLE "new_Plan" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "lookedAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "approvedBy" TEXT,
    "approvedById" TEXT,
    "approvedAt" DATETIME
);
INSERT INTO "new_Plan" ("action", "content", "serial", "lookedAt", "createdAt", "createdBy", "createdById", "expiresAt", "hash", "id", "number", "title") SELECT "action", "content", 0, "createdAt", "createdAt", "createdBy", '', "expiresAt", "hash", "id", "number", "title" FROM "Plan";
DROP TABLE "Plan";
ALTER TABLE "new_Plan" RENAME TO "Plan";
CREATE UNIQUE INDEX "Plan_number_key" ON "Plan"("number");
CREATE TABLE "new_Resource" (
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
    "pausable" BOOLEAN NOT NULL,
    "estimate" TEXT NOT NULL,
    "hourlyNow" BIGINT,
    "hourlyRunning" BIGINT,
    "hourlyPaused" BIGINT,
    "ownerId" TEXT,
    "holdId" TEXT,
    "serial" INTEGER NOT NULL,
    "firstSeenAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL
);
-- The next scan says what is pausable; until then what runs counts as such.
INSERT INTO "new_Resource" ("pausable", "hourlyRunning", "hourlyPaused", "serial", "firstSeenAt", "accountId", "arn", "changedAt", "detail", "estimate", "holdId", "hourlyNow", "id", "isProtected", "kind", "name", "nativeId", "ownerId", "reason", "region", "remedy", "saw", "seenAt", "state", "tags", "type") SELECT "state" = 'running', "estimate" ->> '$.running', "estimate" ->> '$.paused', 0, "changedAt", "accountId", "arn", "changedAt", "detail", "estimate", "holdId", "hourlyNow", "id", "isProtected", "kind", "name", "nativeId", "ownerId", "reason", "region", "remedy", "saw", "seenAt", "state", "tags", "type" FROM "Resource";
DROP TABLE "Resource";
ALTER TABLE "new_Resource" RENAME TO "Resource";
CREATE INDEX "Resource_accountId_region_kind_idx" ON "Resource"("accountId", "region", "kind");
CREATE INDEX "Resource_holdId_idx" ON "Resource"("holdId");
CREATE INDEX "Resource_ownerId_idx" ON "Resource"("ownerId");
CREATE INDEX "Resource_serial_id_idx" ON "Resource"("serial", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "ScanPart_dueAt_idx" ON "ScanPart"("dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_openKey_key" ON "Notice"("openKey");

-- CreateIndex
CREATE INDEX "Notice_endedAt_at_idx" ON "Notice"("endedAt", "at");

-- CreateIndex
CREATE INDEX "Notice_resourceId_idx" ON "Notice"("resourceId");

-- CreateIndex
CREATE INDEX "OperationSlice_isOver_leaseUntil_idx" ON "OperationSlice"("isOver", "leaseUntil");
