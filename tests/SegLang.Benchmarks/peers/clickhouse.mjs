// ClickHouse in process. One JSON request a line: {"sql": …, "rows": bool}; one JSON answer a line: {"ms": …, "rows": [[…]]} or {"error": …}.
// The time is that of the statement alone.
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chdb from 'chdb';

const folder = mkdtempSync(join(tmpdir(), 'seglang-bench-'));
const session = new chdb.Session(folder);

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    const from = process.hrtime.bigint();
    const text = session.query(request.sql, 'JSONCompact');
    const ms = Number(process.hrtime.bigint() - from) / 1e6;
    answer = { ms, rows: request.rows ? JSON.parse(text).data.map(row => row.map(String)) : [] };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

session.cleanup();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
