namespace SegLang.Runtime;

/// <summary>Marks emitted code that only a <see cref="StreamEngine"/> runs: whoever asks rules need not compile it to machine code.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StreamCodeAttribute : Attribute;
