using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Data;

/// <summary>
/// Reads a table row by row in a stream. <see cref="Cell"/> is asked by the numbers that <see cref="Find"/> gives. A row with a
/// <see cref="RowProblem"/> has no cells; a <see cref="Finding"/> ends the reading.
/// </summary>
public abstract class RowReader : IDisposable
{
    /// <summary>The columns that a header declares; empty for JSON Lines, whose objects name their members one by one.</summary>
    public abstract ImmutableArray<string> Columns { get; }

    /// <summary>Whether <see cref="Columns"/> is everything there is.</summary>
    public virtual bool HasHeader => true;

    /// <summary>The number of the current row: data rows count from 1.</summary>
    public long Row { get; protected set; }

    /// <summary>Why the current row has no cells, or null.</summary>
    public string? RowProblem { get; protected set; }

    /// <summary>Why reading ended early, or null.</summary>
    public Diagnostic? Finding { get; protected set; }

    /// <summary>Moves to the next row; false at the end or at a <see cref="Finding"/>.</summary>
    public abstract bool Read();

    /// <summary>A cell of the current row.</summary>
    public abstract Cell Cell(int column);

    /// <summary>The number of a column, ignoring case; −1 where there is none.</summary>
    public virtual int Find(string name)
    {
        for (int i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(Columns[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>How many columns have that name, ignoring case.</summary>
    public int Occurrences(string name) =>
        Columns.Count(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public abstract void Dispose();
}
