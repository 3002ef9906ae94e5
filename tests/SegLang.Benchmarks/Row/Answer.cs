namespace SegLang.Benchmarks.Row;

/// <summary>What a rule set says of one profile: segments as bits in order of declaration, then classes by ordinal and scores.</summary>
internal readonly record struct Answer(uint Segments, int SpendClass, int Activity, long Lead);

/// <summary>The instants that windows begin at, computed once for all profiles.</summary>
internal readonly record struct Edges(long Now, long Day30, long Day90, long Day180, long Day365);
