using System.Reflection;

namespace SegLang.Cli;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>Such as `0.1.0`.</summary>
    public static string Text { get; } =
        (typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0")
        .Split('+')[0];
}
