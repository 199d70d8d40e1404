using System.Reflection;
using System.Text.RegularExpressions;

namespace Graft.Conformance.Tests;

public partial class ShapeTests
{
    private const int MaxParameters = 6, MaxPublicTypes = 175;

    [Fact]
    public void A_file_holds_one_public_type_and_what_only_it_uses_beside_it() =>
        Rule.HasNoExceptions(Sources.Of(Sources.Folders)
            .Select(file => (file, types: PublicType().Count(Sources.Text(file))))
            .Where(found => found.types > 1));

    [Fact]
    public void There_are_at_most_175_public_types()
    {
        var counts = Assemblies.Ours
            .Select(assembly => (assembly.GetName().Name, Types: assembly.GetExportedTypes().Count(type => !type.IsNested))).ToList();
        var sum = counts.Sum(count => count.Types);
        Assert.True(sum <= MaxPublicTypes, $"{sum} public types, {MaxPublicTypes} are allowed; what only our assemblies use is internal:\n  "
            + string.Join("\n  ", counts.Select(count => $"{count.Name}: {count.Types}")));
    }

    [Fact]
    public void A_public_method_takes_at_most_six_parameters() =>
        Rule.HasNoExceptions(Assemblies.Ours.SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMethods(Surface.DeclaredMembers)
                .Where(method => (method.IsPublic || method.IsFamily) && !Surface.IsGenerated(method) && !IsOverride(method))
                .Cast<MethodBase>()
                .Concat(Surface.IsRecord(type) ? [] : type.GetConstructors().Cast<MethodBase>())
                .Where(method => method.GetParameters().Length > MaxParameters)
                .Select(method => $"{type.FullName}.{method.Name}")));

    [Fact]
    public void The_public_types_of_an_assembly_live_in_its_namespace() =>
        Rule.HasNoExceptions(Assemblies.Ours.SelectMany(assembly => assembly.GetExportedTypes()
            .Where(type => !InNamespaceOf(type, assembly))
            .Select(type => $"{assembly.GetName().Name}: {type.FullName}")));

    // Core's errors and seeds belong to everyone, so they live in the front door's namespace.
    private static bool InNamespaceOf(Type type, Assembly assembly) =>
        assembly.GetName().Name is "Graft.Core"
            ? type.Namespace == "Graft"
            : type.Namespace == assembly.GetName().Name || type.Namespace!.StartsWith(assembly.GetName().Name + ".");

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    // With file-scoped namespaces a top-level type begins in the first column.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|record|struct|enum|interface|delegate)\s",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    // The generator writes several classes in an order that differs from build to build, and a release must give the same bytes twice.
    [Fact]
    public void A_project_has_its_log_messages_in_one_class() =>
        Rule.HasNoExceptions(Sources.Of("src").Where(file => Sources.Text(file).Contains("[LoggerMessage("))
            .GroupBy(file => string.Join('/', file.Split('/').Take(2))).Where(files => files.Count() > 1).Select(files => string.Join(", ", files)));
}
