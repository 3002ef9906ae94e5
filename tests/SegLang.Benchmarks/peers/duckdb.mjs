// DuckDB in process, in memory. One JSON request a line: {"sql": …, "rows": bool}; one JSON answer a line: {"ms": …, "rows": [[…]]} or {"error": …}.
// The time is that of the statement alone.
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    const from = process.hrtime.bigint();
    const reader = request.rows ? await connection.runAndReadAll(request.sql) : await connection.run(request.sql);
    const ms = Number(process.hrtime.bigint() - from) / 1e6;
    answer = { ms, rows: request.rows ? reader.getRows().map(row => row.map(String)) : [] };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

process.exit(0);
