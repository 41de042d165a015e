-- CreateTable
CREATE TABLE "CostAmount" (
    "accountId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "unblended" BIGINT NOT NULL,
    "amortized" BIGINT,
    "netUnblended" BIGINT,
    "isFinal" BOOLEAN NOT NULL,

    PRIMARY KEY ("accountId", "by", "day", "service", "value")
);

-- CreateTable
CREATE TABLE "CostReading" (
    "accountId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "readAt" DATETIME,
    "failedAt" DATETIME,
    "knownFrom" TEXT,
    "knownUntil" TEXT,
    "lastDays" INTEGER,
    "lastRequests" INTEGER,
    "fault" TEXT,
    "forecast" TEXT,
    "anomalies" TEXT,

    PRIMARY KEY ("accountId", "by")
);

-- CreateTable
CREATE TABLE "PaidRequest" (
    "accountId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "day", "what")
);

-- CreateTable
CREATE TABLE "CostAnomaly" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "foundAt" DATETIME NOT NULL,
    "detail" TEXT NOT NULL,
    "mark" TEXT,
    "markedBy" TEXT,
    "markedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Budget" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limit" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "thresholds" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "BudgetFiring" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "budgetId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "period" TEXT NOT NULL,
    "on" TEXT NOT NULL,
    "share" REAL NOT NULL,
    "limit" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    CONSTRAINT "BudgetFiring_budgetId_fkey" FOREIGN KEY ("budgetId") REFERENCES "Budget" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Idleness" (
    "resourceId" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "readAt" DATETIME NOT NULL,
    "verdict" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "SpendSample" (
    "accountId" TEXT NOT NULL,
    "hour" DATETIME NOT NULL,
    "running" BIGINT NOT NULL,
    "pausedAway" BIGINT NOT NULL,
    "unpriced" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "hour")
);

-- CreateTable
CREATE TABLE "ListPrice" (
    "table" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "rate" TEXT,
    "sku" TEXT,
    "asOf" TEXT,
    "readAt" DATETIME NOT NULL,
    "reason" TEXT,

    PRIMARY KEY ("table", "key", "region")
);

-- CreateIndex
CREATE INDEX "CostAnomaly_day_idx" ON "CostAnomaly"("day");

-- CreateIndex
CREATE UNIQUE INDEX "CostAnomaly_accountId_service_day_key" ON "CostAnomaly"("accountId", "service", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Budget_name_key" ON "Budget"("name");

-- CreateIndex
CREATE INDEX "BudgetFiring_budgetId_at_idx" ON "BudgetFiring"("budgetId", "at");

-- CreateIndex
CREATE INDEX "Idleness_accountId_idx" ON "Idleness"("accountId");

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
