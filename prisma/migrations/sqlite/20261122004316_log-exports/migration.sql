-- CreateTable
CREATE TABLE "LogExport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "from" DATETIME NOT NULL,
    "to" DATETIME NOT NULL,
    "state" TEXT NOT NULL,
    "taskId" TEXT,
    "fault" TEXT,
    "askedAt" DATETIME NOT NULL,
    "askedBy" TEXT NOT NULL,
    "startedAt" DATETIME,
    "endedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "LogExport_state_askedAt_idx" ON "LogExport"("state", "askedAt");

-- CreateIndex
CREATE INDEX "LogExport_resourceId_askedAt_idx" ON "LogExport"("resourceId", "askedAt");
