using System.Reflection;
using System.Runtime.CompilerServices;

namespace Graft.Conformance.Tests;

/// <summary>The public surface of an assembly as text: one line per type and member, sorted.</summary>
internal static class Surface
{
    public const BindingFlags DeclaredMembers =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe));

    public static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", DeclaredMembers) is not null;

    private static string Describe(Type type)
    {
        var members = Members(type).Order(StringComparer.Ordinal).Select(line => $"    {line}\n");
        return $"{SurfaceNames.Kind(type)} {type.Namespace}.{SurfaceNames.Of(type)}{Bases(type)}\n{string.Concat(members)}";
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum || type.IsValueType) return "";
        var bases = type.BaseType is { } parent && parent != typeof(object) ? new[] { SurfaceNames.Of(parent) } : [];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        var fields = type.GetFields(DeclaredMembers).Where(field => field.IsPublic || field.IsFamily)
            .Select(field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{SurfaceNames.Of(field.FieldType)} {field.Name}");
        var properties = type.GetProperties(DeclaredMembers).Select(Property).OfType<string>();
        var events = type.GetEvents(DeclaredMembers).Where(item => IsVisible(item.AddMethod))
            .Select(item => $"event {SurfaceNames.Of(item.EventHandlerType!)} {item.Name}");
        var constructors = type.GetConstructors(DeclaredMembers).Where(item => IsVisible(item) && !IsGenerated(item) && !item.IsStatic)
            .Select(item => $"new({SurfaceNames.Parameters(item)})");
        var methods = type.GetMethods(DeclaredMembers)
            .Where(method => IsVisible(method) && !IsGenerated(method) && (!method.IsSpecialName || method.Name.StartsWith("op_")))
            .Select(method => $"{(method.IsStatic ? "static " : "")}{SurfaceNames.Of(method.ReturnType)} "
                + $"{SurfaceNames.Of(method)}({SurfaceNames.Parameters(method)})");
        return fields.Concat(properties).Concat(events).Concat(constructors).Concat(methods);
    }

    private static string? Property(PropertyInfo property)
    {
        var get = IsVisible(property.GetMethod) ? "get; " : "";
        var set = IsVisible(property.SetMethod) ? IsInitOnly(property.SetMethod!) ? "init; " : "set; " : "";
        if (get.Length + set.Length == 0 || property.Name == "EqualityContract") return null;
        var isStatic = (property.GetMethod ?? property.SetMethod)!.IsStatic;
        return $"{(isStatic ? "static " : "")}{SurfaceNames.Of(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true };

    private static bool IsInitOnly(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
