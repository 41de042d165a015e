-- CreateTable
CREATE TABLE "LogExport" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL,
    "taskId" TEXT,
    "fault" TEXT,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "askedBy" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "LogExport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LogExport_state_askedAt_idx" ON "LogExport"("state", "askedAt");

-- CreateIndex
CREATE INDEX "LogExport_resourceId_askedAt_idx" ON "LogExport"("resourceId", "askedAt");
