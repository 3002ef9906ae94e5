using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SegLang.Runtime;

/// <summary>
/// Writes the struct that reads a host's objects in place: each method of <see cref="IFactReader"/> is a switch over ordinals, which folds away where
/// emitted rules ask with constants. The assembly is collected when nothing refers to the type any more.
/// </summary>
[RequiresDynamicCode("Emits code.")]
[RequiresUnreferencedCode("Reads the host's classes by reflection.")]
internal sealed partial class ReaderEmitter
{
    private const MethodAttributes Public =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    // Event types up to which a reader holds the array and the count of each: what is copied into each method costs too.
    private const int HeldTypes = 4;

    private static readonly string[] Forms = ["Bool", "Int32", "Int64", "Double", "Text"];

    private readonly HostShape shape;
    private readonly TypeBuilder type;
    private readonly FieldBuilder subject;
    private readonly FieldBuilder scratch;
    private readonly Dictionary<int, (FieldBuilder Items, FieldBuilder Count)> held;
    private readonly Dictionary<object, int> copied;
    private readonly List<string[]> enums = [];
    private int ordinals;

    private ReaderEmitter(HostShape shape)
    {
        this.shape = shape;
        Type contract = typeof(IProfileReader<>).MakeGenericType(shape.Subject);
        type = Define(shape).DefineType(
            "SegLang.Host.Reader", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), [contract]);
        subject = type.DefineField("p", shape.Subject, FieldAttributes.Private);
        scratch = type.DefineField("s", typeof(ReaderScratch), FieldAttributes.Private);
        copied = Copied(shape);
        held = shape.Events.Length > HeldTypes ? [] : shape.Events.Where(e => e.Path is not null && HostMembers.MayHaveArray(e.Collection)).ToDictionary(e => e.Schema.Ordinal, e => (
            type.DefineField($"a{e.Schema.Ordinal}", e.Element.MakeArrayType(), FieldAttributes.Private),
            type.DefineField($"n{e.Schema.Ordinal}", typeof(int), FieldAttributes.Private)));
    }

    // The collections that cannot be read by place, numbered.
    private static Dictionary<object, int> Copied(HostShape shape)
    {
        IEnumerable<HostField> fields = shape.Fields.Concat(shape.Events.SelectMany(e => e.Fields));
        IEnumerable<object> lists = fields.SelectMany(f => (f.Items?.Parts ?? []).Prepend(f)).Where(f => f is { Member: not null, Items: not null } && !HostMembers.IsReadByPlace(f.Type));
        IEnumerable<object> events = shape.Events.Where(e => e.Path is not null && !HostMembers.IsReadByPlace(e.Collection));
        return lists.Concat(events).Select((owner, number) => (owner, number)).ToDictionary(p => p.owner, p => p.number, ReferenceEqualityComparer.Instance);
    }

    /// <summary>The reader of a subject, in an assembly of its own.</summary>
    public static HostReader Emit(HostShape shape)
    {
        RuntimeHelpers.RunClassConstructor(typeof(HostValues).TypeHandle); // What is compiled once and for all finds its constants in place.
        ReaderEmitter emitter = new(shape);
        emitter.WriteOpen();
        emitter.WriteProfile();
        emitter.WriteEvents();
        emitter.WriteRest();
        return new(emitter.type.CreateType(), [.. emitter.enums], shape.Names());
    }

    // In the context of the host's classes, so that their assemblies are found.
    private static ModuleBuilder Define(HostShape shape)
    {
        using var home = AssemblyLoadContext.GetLoadContext(shape.Profile.Assembly)?.EnterContextualReflection();
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("SegLang.Host.Readers"), AssemblyBuilderAccess.RunAndCollect);
        ConstructorInfo grant = typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0];
        foreach (string name in Assemblies(shape).Distinct())
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(grant, [name]));
        }

        return assembly.DefineDynamicModule("SegLang.Host.Readers");
    }

    private static IEnumerable<string> Assemblies(HostShape shape) =>
        Types(shape).SelectMany(WithArguments).Select(t => t.Assembly.GetName().Name ?? "").Where(n => n.Length > 0);

    private static IEnumerable<Type> WithArguments(Type type) => type.IsArray
        ? WithArguments(type.GetElementType() ?? typeof(object))
        : type.GetGenericArguments().SelectMany(WithArguments).Append(type);

    private static IEnumerable<Type> Types(HostShape shape) =>
    [
        shape.Subject, shape.Profile, .. shape.Fields.SelectMany(Types),
        .. shape.Events.SelectMany(e => e.Fields.SelectMany(Types).Append(e.Element).Append(e.Collection)),
    ];

    private static IEnumerable<Type> Types(HostField field) => field.Items is { } items
        ? [field.Type, items.Element, .. items.Parts.SelectMany(Types)]
        : [field.Type, field.Member?.DeclaringType ?? field.Type];

    // The body of a method of the contract; its arguments are those of the contract, from 1.
    private void Write(string name, Action<ILGenerator> body)
    {
        MethodInfo contract = typeof(IFactReader).GetMethod(name) ?? throw new MissingMethodException(name);
        MethodBuilder method = type.DefineMethod(name, Public, contract.ReturnType, [.. contract.GetParameters().Select(p => p.ParameterType)]);
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveInlining);
        method.InitLocals = false;
        body(method.GetILGenerator());
    }

    private void WriteOpen()
    {
        MethodBuilder method = type.DefineMethod("Open", Public, typeof(void), [shape.Subject, typeof(ReaderScratch)]);
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveInlining);
        ILGenerator il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, subject);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Stfld, scratch);
        if (copied.Count > 0)
        {
            Scratch(il);
            il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.BeginItems)) ?? throw new MissingMethodException());
        }

        foreach (HostEvents events in shape.Events.Where(e => held.ContainsKey(e.Schema.Ordinal)))
        {
            Hold(il, events);
        }

        il.Emit(OpCodes.Ret);
    }

    private void WriteProfile()
    {
        foreach (string form in Forms)
        {
            Write(form, il => Dispatch(il, [1], [.. shape.Fields.Where(f => IsOf(f, form)).Select(f => Scalar([f.Schema.Ordinal], f, ProfileOwner, 2))]));
            Write($"Item{form}", il => Dispatch(il, [1, 3], [.. shape.Fields.SelectMany(f => Items([f.Schema.Ordinal], f, ProfileOwner, form, 2, 4))]));
        }

        Write("Size", il => Dispatch(il, [1], [.. shape.Fields.Where(IsNested).Select(f => Size([f.Schema.Ordinal], f, ProfileOwner))]));
    }

    private void WriteEvents()
    {
        foreach (string form in Forms)
        {
            Write($"Event{form}", il => Dispatch(il, [1, 3], [.. OfEvents((e, f, owner) => IsOf(f, form) ? [Scalar([e, f.Schema.Ordinal], f, owner, 4)] : [])]));
            Write($"EventItem{form}", il => Dispatch(il, [1, 3, 5], [.. OfEvents((e, f, owner) => Items([e, f.Schema.Ordinal], f, owner, form, 4, 6))]));
            Write($"Part{form}", il => Dispatch(il, [1, 3, 5, 7], [.. OfLists((e, f, part, owner) => Items([e, f.Schema.Ordinal, part.Schema.Ordinal], part, owner, form, 6, 8))]));
        }

        Write("EventSize", il => Dispatch(il, [1, 3], [.. OfEvents((e, f, owner) => IsNested(f) ? [Size([e, f.Schema.Ordinal], f, owner)] : [])]));
        Write("PartSize", il => Dispatch(il, [1, 3, 5], [.. OfLists((e, f, part, owner) => IsNested(part) ? [Size([e, f.Schema.Ordinal, part.Schema.Ordinal], part, owner)] : [])]));
        Write("EventCount", il => Dispatch(il, [1], [.. shape.Events.Select(Count)]));
        Write("EventTime", il => Dispatch(il, [1], [.. shape.Events.Select(Time)]));
        Write("EventOrder", il => Dispatch(il, [1], [.. shape.Events.Select(Order)]));
    }

    private void WriteRest()
    {
        Write("EventArrival", il =>
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Ldc_I4, 32);
            il.Emit(OpCodes.Shl);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ret);
        });
        Write("FirstEventFrom", il =>
        {
            Arguments(il, 0, 1, 2, 3);
            il.Emit(OpCodes.Call, typeof(HostItems).GetMethod(nameof(HostItems.FirstEventFrom))?.MakeGenericMethod(type) ?? throw new MissingMethodException());
            il.Emit(OpCodes.Ret);
        });
        Write("Journey", il =>
        {
            Scratch(il);
            Arguments(il, 0, 1, 2, 3, 4);
            il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.Journey))?.MakeGenericMethod(type) ?? throw new MissingMethodException());
            il.Emit(OpCodes.Ret);
        });
        Write("FirstUnfolded", il =>
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ret);
        });
        Write("Folded", il =>
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Ret);
        });
    }

    // What the fields of all event types, and the profile's lists as type −1, have.
    private IEnumerable<Case> OfEvents(Func<int, HostField, Action<ILGenerator>, IEnumerable<Case>> cases) =>
        shape.Events.SelectMany(e => e.Fields.SelectMany(f => cases(e.Schema.Ordinal, f, il => EventOwner(il, e))));

    private IEnumerable<Case> OfLists(Func<int, HostField, HostField, Action<ILGenerator>, IEnumerable<Case>> cases) =>
        shape.Fields.Select(f => (Type: -1, Field: f, Owner: (Action<ILGenerator>)ProfileOwner))
            .Concat(shape.Events.SelectMany(e => e.Fields.Select(f => (Type: e.Schema.Ordinal, Field: f, Owner: (Action<ILGenerator>)(il => EventOwner(il, e))))))
            .Where(l => l.Field is { Member: not null, Items: not null })
            .SelectMany(l => (l.Field.Items?.Parts ?? []).SelectMany(part => cases(l.Type, l.Field, part, il => ElementOwner(il, l.Field, l.Owner, 4))));

    private static bool IsNested(HostField field) => field.Schema.Storage is Storage.Set or Storage.List;

    private static bool IsOf(HostField field, string form) => !field.Schema.IsComputed && field.Schema.Storage.ToString() == form;

    private static void Arguments(ILGenerator il, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            il.Emit(OpCodes.Ldarg, (short)number);
        }
    }

    /// <summary>What a method does for certain ordinals, ending with a return.</summary>
    private sealed record Case(ImmutableArray<int> Keys, Action<ILGenerator> Body);
}
