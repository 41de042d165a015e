-- AlterTable
ALTER TABLE "Group" ADD COLUMN     "awakeUntil" TIMESTAMP(3),
ADD COLUMN     "guard" TEXT NOT NULL DEFAULT 'report';

-- AlterTable
-- What was saved before starts when it was created.
ALTER TABLE "Operation" DROP COLUMN "leaseEpoch",
DROP COLUMN "leaseOwner",
DROP COLUMN "leaseUntil",
ADD COLUMN     "parentId" TEXT,
ADD COLUMN     "relation" TEXT,
ADD COLUMN     "startsAt" TIMESTAMP(3);
UPDATE "Operation" SET "startsAt" = "createdAt";
ALTER TABLE "Operation" ALTER COLUMN "startsAt" SET NOT NULL;

-- AlterTable
ALTER TABLE "OperationItem" ADD COLUMN     "deferrals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "deferredAt" TIMESTAMP(3),
ADD COLUMN     "sentAt" TIMESTAMP(3),
ADD COLUMN     "lane" TEXT;
UPDATE "OperationItem" SET
  "lane" = ("plan"::json ->> 'accountId') || ' ' || ("plan"::json ->> 'region'),
  "unfinishedKey" = CASE WHEN "settledAt" IS NULL THEN "unfinishedKey" END;
ALTER TABLE "OperationItem" ALTER COLUMN "lane" SET NOT NULL, ALTER COLUMN "deferrals" DROP DEFAULT;

-- AlterTable
ALTER TABLE "Plan" ADD COLUMN     "approvedAt" TIMESTAMP(3),
ADD COLUMN     "approvedBy" TEXT,
ADD COLUMN     "approvedById" TEXT,
ADD COLUMN     "createdById" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "lookedAt" TIMESTAMP(3),
ADD COLUMN     "serial" INTEGER NOT NULL DEFAULT 0;
UPDATE "Plan" SET "lookedAt" = "createdAt";
ALTER TABLE "Plan" ALTER COLUMN "lookedAt" SET NOT NULL, ALTER COLUMN "createdById" DROP DEFAULT, ALTER COLUMN "serial" DROP DEFAULT;

-- AlterTable
-- The next scan says what is pausable; until then what runs counts as such.
DROP INDEX "Resource_kind_name_id_idx";
ALTER TABLE "Resource" DROP COLUMN "search",
ADD COLUMN     "firstSeenAt" TIMESTAMP(3),
ADD COLUMN     "hourlyPaused" BIGINT,
ADD COLUMN     "hourlyRunning" BIGINT,
ADD COLUMN     "pausable" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "serial" INTEGER NOT NULL DEFAULT 0;
UPDATE "Resource" SET
  "firstSeenAt" = "changedAt",
  "pausable" = "state" = 'running',
  "hourlyRunning" = ("estimate"::json ->> 'running')::bigint,
  "hourlyPaused" = ("estimate"::json ->> 'paused')::bigint;
ALTER TABLE "Resource" ALTER COLUMN "firstSeenAt" SET NOT NULL, ALTER COLUMN "pausable" DROP DEFAULT, ALTER COLUMN "serial" DROP DEFAULT;

-- CreateTable
CREATE TABLE "ScanPart" (
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "requestedAt" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "found" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "fault" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "leaseEpoch" INTEGER NOT NULL,

    CONSTRAINT "ScanPart_pkey" PRIMARY KEY ("accountId","region")
);

-- CreateTable
CREATE TABLE "Tick" (
    "name" TEXT NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Tick_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "groupId" TEXT,
    "resourceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "operationId" TEXT,
    "endedAt" TIMESTAMP(3),
    "openKey" TEXT,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OperationSlice" (
    "operationId" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "isOver" BOOLEAN NOT NULL,
    "wakeAt" TIMESTAMP(3),
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "leaseEpoch" INTEGER NOT NULL,

    CONSTRAINT "OperationSlice_pkey" PRIMARY KEY ("operationId","lane")
);

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

-- CreateIndex
CREATE INDEX "Operation_parentId_idx" ON "Operation"("parentId");

-- CreateIndex
CREATE INDEX "OperationItem_operationId_lane_resourceId_idx" ON "OperationItem"("operationId", "lane", "resourceId");

-- CreateIndex
CREATE INDEX "OperationItem_operationId_state_startedAt_resourceId_idx" ON "OperationItem"("operationId", "state", "startedAt", "resourceId");

-- CreateIndex
CREATE INDEX "OperationItem_state_idx" ON "OperationItem"("state");

-- CreateIndex
CREATE INDEX "Resource_ownerId_idx" ON "Resource"("ownerId");

-- CreateIndex
CREATE INDEX "Resource_serial_id_idx" ON "Resource"("serial", "id");

-- AddForeignKey
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Operation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OperationSlice" ADD CONSTRAINT "OperationSlice_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The lease of an operation becomes one lease per account and region.
INSERT INTO "OperationSlice" ("operationId", "lane", "isOver", "leaseEpoch")
SELECT DISTINCT "operation"."id", COALESCE("item"."lane", ''), "operation"."endedAt" IS NOT NULL, 0
FROM "Operation" AS "operation" LEFT JOIN "OperationItem" AS "item" ON "item"."operationId" = "operation"."id";
