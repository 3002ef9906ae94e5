namespace SegLang.Runtime;

/// <summary>Nothing refers to it, so an app that was published trimmed does not have it, and lacks more of what compiled rules call.</summary>
internal static class Untrimmed;
