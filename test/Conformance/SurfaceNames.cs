using System.Reflection;

namespace Graft.Conformance.Tests;

/// <summary>Types and parameters as C# spells them.</summary>
internal static class SurfaceNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef) return $"ref {Of(type.GetElementType()!)}";
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return $"{Of(underlying)}?";
        if (type.IsGenericParameter) return type.Name;
        var name = type.Name.Split('`')[0];
        if (type.IsGenericType) name += Arguments(type.GetGenericArguments());
        return type.IsNested ? $"{Of(type.DeclaringType!)}.{name}" : name;
    }

    public static string Of(MethodInfo method) => method.Name + (method.IsGenericMethod ? Arguments(method.GetGenericArguments()) : "");

    public static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter =>
            $"{Of(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? $" = {Default(parameter)}" : "")}"));

    public static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : "") + (Surface.IsRecord(type) ? "record " : "") + (type.IsValueType ? "struct" : "class"),
    };

    private static string Arguments(Type[] arguments) => $"<{string.Join(", ", arguments.Select(Of))}>";

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => parameter.ParameterType.IsValueType ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };
}
