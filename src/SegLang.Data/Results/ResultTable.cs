using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>What an engine answered: a column per output, a row per profile, unknown as null.</summary>
public sealed class ResultTable(
    ProfileKeys keys, FieldSchema key, ImmutableArray<OutputSchema> outputs, Func<int, int, object?> value)
{
    /// <summary>The profile's key as a column.</summary>
    public FieldSchema Key { get; } = key;

    /// <summary>The outputs in order of the columns.</summary>
    public ImmutableArray<OutputSchema> Outputs { get; } = outputs;

    /// <summary>The keys of the rows.</summary>
    public ProfileKeys Keys { get; } = keys;

    /// <summary>The value of an output (by its place in <see cref="Outputs"/>) for a row, in the forms of <see cref="FieldSchema.Default"/>.</summary>
    public object? Value(int output, int row) => value(output, row);

    /// <summary>The same rows with some of the outputs, in that order.</summary>
    public ResultTable Take(ImmutableArray<int> places) =>
        new(Keys, Key, [.. places.Select(p => Outputs[p])], (output, row) => value(places[output], row));
}
