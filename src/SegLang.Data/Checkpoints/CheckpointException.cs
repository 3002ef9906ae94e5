using SegLang.Diagnostics;

namespace SegLang.Data;

/// <summary>A checkpoint that cannot be used; <see cref="Finding"/> says which, why, and how to mend it.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>With a finding.</summary>
    public CheckpointException(Diagnostic finding)
        : base(finding?.Message) => Finding = finding ?? throw new ArgumentNullException(nameof(finding));

    /// <summary>What is wrong.</summary>
    public Diagnostic Finding { get; }
}
