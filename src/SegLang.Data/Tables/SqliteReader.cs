using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>A table or view of a SQLite database, opened read-only; rows come in the order that the table gives.</summary>
public sealed class SqliteReader : RowReader
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand command;
    private readonly SqliteDataReader rows;
    private readonly string name;
    private readonly string? temporary;
    private byte[] scratch = new byte[256];

    private SqliteReader(SqliteConnection connection, SqliteCommand command, string name, string? temporary)
    {
        this.connection = connection;
        this.command = command;
        rows = command.ExecuteReader();
        this.name = name;
        this.temporary = temporary;
        Columns = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
    }

    /// <inheritdoc />
    public override ImmutableArray<string> Columns { get; }

    /// <summary>
    /// Begins to read, or says why not. A <paramref name="temporary"/> file is what the database was unpacked to; it is deleted at the end.
    /// </summary>
    public static (SqliteReader? Reader, Diagnostic? Finding) Open(string path, string table, string name, string? temporary)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            if (!Tables(connection).Contains(table, StringComparer.OrdinalIgnoreCase))
            {
                List<string> tables = Tables(connection);
                string? help = Suggestions.DidYouMean(table, tables)
                    ?? (tables.Count == 0 ? null : $"its tables are {string.Join(", ", tables.Select(t => $"`{t}`"))}");
                connection.Dispose();
                return (null, Rules.NoSuchTable.At(new SourceText(name, ""), default, name, table, help));
            }

            SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is quoted as SQLite asks and was just found among the tables.
            command.CommandText = $"select * from \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
#pragma warning restore CA2100
            return (new(connection, command, name, temporary), null);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            return (null, Rules.CannotRead.At(new SourceText(name, ""), default, name, StrictText.Reason(e)));
        }
    }

    /// <inheritdoc />
    public override bool Read()
    {
        try
        {
            bool has = Finding is null && rows.Read();
            Row += has ? 1 : 0;
            return has;
        }
        catch (SqliteException e)
        {
            Finding = Rules.CannotRead.At(new SourceText(name, ""), default, name, StrictText.Reason(e));
            return false;
        }
    }

    /// <inheritdoc />
    public override Cell Cell(int column) => rows.GetValue(column) switch
    {
        DBNull => new(default, CellKind.Empty),
        long value => Written(value.ToString(CultureInfo.InvariantCulture), CellKind.Number),
        double value => Written(value.ToString("R", CultureInfo.InvariantCulture), CellKind.Number),
        string { Length: 0 } => new(default, CellKind.Empty),
        string value => Written(value, CellKind.Text),
        _ => new(default, CellKind.Other),
    };

    /// <inheritdoc />
    public override void Dispose()
    {
        rows.Dispose();
        command.Dispose();
        connection.Dispose();
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type in ('table', 'view') order by name";
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private Cell Written(string value, CellKind kind)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (scratch.Length < most)
        {
            scratch = new byte[most];
        }

        return new(scratch.AsSpan(0, Encoding.UTF8.GetBytes(value, scratch)), kind);
    }
}
