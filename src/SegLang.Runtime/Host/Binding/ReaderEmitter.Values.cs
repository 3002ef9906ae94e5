using System.Reflection;
using System.Reflection.Emit;

namespace SegLang.Runtime;

internal sealed partial class ReaderEmitter
{
    // Leaves whether the value is known, and the value in the argument that is the result.
    private void Convert(ILGenerator il, FieldSchema field, Type from, Action load, int result)
    {
        Type inner = Nullable.GetUnderlyingType(from) ?? from;
        if (inner.IsEnum)
        {
            ConvertEnum(il, field, from, inner, load, result);
        }
        else if (field.Kind == FieldKind.Enum)
        {
            load();
            Scratch(il);
            il.Emit(OpCodes.Ldc_I4, enums.Count);
            il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.Members)) ?? throw new MissingMethodException());
            il.Emit(OpCodes.Ldarg, (short)result);
            il.Emit(OpCodes.Call, typeof(HostValues).GetMethod(nameof(HostValues.Member)) ?? throw new MissingMethodException());
            enums.Add([.. field.Members]);
        }
        else
        {
            ConvertPlain(il, field, from, load, result);
        }

        if (!from.IsValueType || inner != from)
        {
            Complete(il, field, result);
        }
    }

    private void ConvertPlain(ILGenerator il, FieldSchema field, Type from, Action load, int result)
    {
        MethodInfo method = HostConversions.Method(field, from);
        load();
        if (field.Kind is FieldKind.Int or FieldKind.Decimal or FieldKind.Money)
        {
            il.Emit(OpCodes.Ldc_I4, field.Scale);
        }
        else if (field.Kind == FieldKind.DateTime)
        {
            Calendar(il);
        }

        il.Emit(OpCodes.Ldarg, (short)result);
        il.Emit(OpCodes.Call, method);
    }

    private void ConvertEnum(ILGenerator il, FieldSchema field, Type from, Type inner, Action load, int result)
    {
        MethodInfo ordinal = Ordinal(field, inner);
        if (inner == from)
        {
            il.Emit(OpCodes.Ldarg, (short)result);
            load();
            il.Emit(OpCodes.Call, ordinal);
            il.Emit(OpCodes.Stind_I4);
            il.Emit(OpCodes.Ldc_I4_1);
            return;
        }

        LocalBuilder held = il.DeclareLocal(from);
        Label unknown = il.DefineLabel();
        Label end = il.DefineLabel();
        load();
        il.Emit(OpCodes.Stloc, held);
        il.Emit(OpCodes.Ldloca, held);
        il.Emit(OpCodes.Call, from.GetMethod("get_HasValue") ?? throw new MissingMethodException());
        il.Emit(OpCodes.Brfalse, unknown);
        il.Emit(OpCodes.Ldarg, (short)result);
        il.Emit(OpCodes.Ldloca, held);
        il.Emit(OpCodes.Call, from.GetMethod("GetValueOrDefault", []) ?? throw new MissingMethodException());
        il.Emit(OpCodes.Call, ordinal);
        il.Emit(OpCodes.Stind_I4);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(unknown);
        il.Emit(OpCodes.Ldarg, (short)result);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stind_I4);
        il.Emit(OpCodes.Ldc_I4_0);
        il.MarkLabel(end);
    }

    // A method from a host's enum to the ordinals of the rules.
    private MethodBuilder Ordinal(FieldSchema field, Type host)
    {
        MethodBuilder method = type.DefineMethod($"Ordinal{ordinals++}", MethodAttributes.Private | MethodAttributes.Static, typeof(int), [host]);
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveInlining);
        ILGenerator il = method.GetILGenerator();
        (long Value, int Ordinal)[] pairs =
            [.. HostBinder.EnumMembers(host).Select(m => (Bits(m), HostBinder.OrdinalOf(field, m))).DistinctBy(p => p.Item1).OrderBy(p => p.Item1)];
        if (pairs.Select((p, i) => p == (i, i)).All(same => same))
        {
            WriteSame(il, pairs.Length);
        }
        else
        {
            WriteChosen(il, pairs);
        }

        return method;
    }

    private static long Bits(FieldInfo member) => member.GetRawConstantValue() is { } value
        ? value is ulong bits ? (long)bits : System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    // value < count ? value : none
    private static void WriteSame(ILGenerator il, int count)
    {
        Label none = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ldc_I8, (long)count);
        il.Emit(OpCodes.Bge_Un, none);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(none);
        WriteNone(il);
    }

    // value == a ? 0 : value == b ? 1 : none
    private static void WriteChosen(ILGenerator il, (long Value, int Ordinal)[] pairs)
    {
        foreach ((long value, int ordinal) in pairs)
        {
            Label next = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Ldc_I8, value);
            il.Emit(OpCodes.Bne_Un, next);
            il.Emit(OpCodes.Ldc_I4, ordinal);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(next);
        }

        WriteNone(il);
    }

    private static void WriteNone(ILGenerator il)
    {
        il.Emit(OpCodes.Call, typeof(HostValues).GetMethod(nameof(HostValues.NoMember)) ?? throw new MissingMethodException());
        il.Emit(OpCodes.Ret);
    }

    // Null is the default, or unknown, or never.
    private static void Complete(ILGenerator il, FieldSchema field, int result)
    {
        if (field.Default is not null)
        {
            Label known = il.DefineLabel();
            il.Emit(OpCodes.Brtrue, known);
            Constant(il, field, result);
            il.MarkLabel(known);
            il.Emit(OpCodes.Ldc_I4_1);
        }
        else if (!field.IsOptional)
        {
            il.Emit(OpCodes.Call, typeof(HostValues).GetMethod(nameof(HostValues.Required)) ?? throw new MissingMethodException());
        }
    }

    // The default of a field, or what stands for unknown, becomes the result.
    private static void Constant(ILGenerator il, FieldSchema field, int result)
    {
        il.Emit(OpCodes.Ldarg, (short)result);
        switch (field.Storage)
        {
            case Storage.Text:
                il.Emit(OpCodes.Ldstr, field.Default as string ?? "");
                il.Emit(OpCodes.Stind_Ref);
                break;
            case Storage.Double:
                il.Emit(OpCodes.Ldc_R8, field.Default as double? ?? 0);
                il.Emit(OpCodes.Stind_R8);
                break;
            case Storage.Int64:
                il.Emit(OpCodes.Ldc_I8, field.Default as long? ?? 0);
                il.Emit(OpCodes.Stind_I8);
                break;
            case Storage.Int32:
                il.Emit(OpCodes.Ldc_I4, field.Default as int? ?? 0);
                il.Emit(OpCodes.Stind_I4);
                break;
            default:
                il.Emit(field.Default is true ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Stind_I1);
                break;
        }
    }

    private void Scratch(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, scratch);
    }

    private void Calendar(ILGenerator il)
    {
        Scratch(il);
        il.Emit(OpCodes.Call, typeof(ReaderScratch).GetProperty(nameof(ReaderScratch.Calendar))?.GetMethod ?? throw new MissingMethodException());
    }
}
