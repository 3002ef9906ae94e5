namespace System.Runtime.CompilerServices;

/// <summary>Known to the runtime by its name: an assembly so marked may read what another keeps to itself, such as a host's internal classes.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The other assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
