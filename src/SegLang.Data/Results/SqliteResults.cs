using System.Globalization;
using Microsoft.Data.Sqlite;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>
/// Writes results to a table of a new SQLite database. Segments and bools are 0 and 1, ints INTEGER, numbers REAL; decimals and
/// money are TEXT, because SQLite has no exact decimals.
/// </summary>
internal static class SqliteResults
{
    public static void Write(
        string path, string name, ResultTable table, IReadOnlyList<int> rows, CancellationToken cancellation)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "pragma journal_mode = memory");
        using SqliteTransaction transaction = connection.BeginTransaction();
        Execute(connection, CreateTable(name, table));
        using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        string places = string.Join(", ", Enumerable.Range(0, table.Outputs.Length + 1).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
#pragma warning disable CA2100 // The only name in it is quoted as SQLite asks.
        insert.CommandText = $"insert into {Quote(name)} values ({places})";
#pragma warning restore CA2100
        for (int i = 0; i <= table.Outputs.Length; i++)
        {
            insert.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
        }

        foreach (int row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            insert.Parameters[0].Value = table.Keys.IsText
                ? table.Keys.KeyText(row)
                : long.Parse(table.Keys.KeyText(row), CultureInfo.InvariantCulture);
            for (int i = 0; i < table.Outputs.Length; i++)
            {
                insert.Parameters[i + 1].Value = Stored(table.Outputs[i].Value, table.Value(i, row));
            }

            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static string CreateTable(string name, ResultTable table)
    {
        string key = $"{Quote(table.Key.Name)} {Type(table.Key.Kind)} primary key not null";
        return $"create table {Quote(name)} ({string.Join(", ", table.Outputs.Select(o => $"{Quote(o.Name)} {Type(o.Value.Kind)}").Prepend(key))})";
    }

    private static string Type(FieldKind kind) => kind switch
    {
        FieldKind.Bool or FieldKind.Int => "integer",
        FieldKind.Number => "real",
        _ => "text",
    };

    private static object Stored(FieldSchema field, object? value) => value switch
    {
        null => DBNull.Value,
        bool bit => bit ? 1L : 0L,
        double number => number,
        long exact when field.Kind == FieldKind.Int => exact,
        object[] items => ResultWriter.Set(field, items),
        _ => ValueFormat.Scalar(field, value),
    };

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names in it are quoted as SQLite asks.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
