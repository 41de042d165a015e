-- CreateTable
CREATE TABLE "LedgerEntry" (
    "id" TEXT NOT NULL,
    "holdId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3),
    "end" TEXT,
    "restartFrom" TIMESTAMP(3),
    "hourly" BIGINT,
    "seenUntil" TIMESTAMP(3),
    "lines" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LedgerEntry_from_id_idx" ON "LedgerEntry"("from", "id");

-- CreateIndex
CREATE INDEX "LedgerEntry_until_from_idx" ON "LedgerEntry"("until", "from");

-- CreateIndex
CREATE INDEX "LedgerEntry_resourceId_idx" ON "LedgerEntry"("resourceId");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerEntry_holdId_ordinal_key" ON "LedgerEntry"("holdId", "ordinal");

-- CreateIndex
CREATE INDEX "Hold_endedAt_idx" ON "Hold"("endedAt");
