namespace SegLang.Benchmarks.Apps;

/// <summary>A customer of an app that its rules were compiled with.</summary>
public abstract class TypedShopper
{
    /// <summary>A bit per segment.</summary>
    public abstract ulong Ask(DateTimeOffset now);
}
