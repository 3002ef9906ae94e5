namespace SegLang.Reference;

/// <summary>What the evaluator was not given is asked for: the population, or the past of a profile; check <see cref="ReferenceSupport"/> before.</summary>
public sealed class ReferenceRefusalException(string what) : InvalidOperationException($"an expression asks for {what}");
